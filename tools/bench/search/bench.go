package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/search/searchtest"
	"partant/internal/search/searchtest/corpus"
)

// bench is one run on one index.
type bench struct {
	ctx   context.Context
	index search.Index
	table *table
	judge *searchtest.Judge
	alone int // how many documents are put alone, to see how long one takes to show
	texts []string
	docs  []search.Document // to be replaced
}

func newBench(ctx context.Context, e engine, n int, t *table) *bench {
	b := &bench{ctx: ctx, index: e.index, table: t, alone: e.alone, judge: searchtest.NewJudge(searchtest.Queries().Questions, n)}
	for _, q := range searchtest.Queries().Questions {
		b.texts = append(b.texts, q.Text)
	}
	all := corpus.New()
	for i := 0; i < n; i += max(1, n/1400) { // 2 % of the full corpus
		b.docs = append(b.docs, all.Profile(i).Document())
	}
	return b
}

var (
	facets = []search.Facet{{Field: search.Kind}, {Field: search.Sector}, {Field: search.Commune}}
	first  = search.Page{Number: 1, Size: 20}
	fifty  = search.Page{Number: 50, Size: 20}
)

// question makes the i-th query of a kind.
type question func(i int) search.Query

func (b *bench) text(i int) search.Query {
	return search.Query{Text: b.texts[i%len(b.texts)], Page: first}
}

func (b *bench) full(i int) search.Query {
	q := b.text(i)
	q.Facets, q.Marks = facets, true
	return q
}

// keys are every text as it is typed, key by key.
func (b *bench) keys() []string {
	var keys []string
	for _, text := range b.texts {
		for i := range text {
			if i > 0 {
				keys = append(keys, text[:i])
			}
		}
	}
	return keys
}

// ask runs n queries, one after the other.
func (b *bench) ask(n int, make question) ([]time.Duration, error) {
	times := []time.Duration{}
	for i := range n {
		q := make(i)
		begun := time.Now()
		if _, err := b.index.Search(b.ctx, q); err != nil {
			return times, err
		}
		times = append(times, time.Since(begun))
	}
	return times, nil
}

func (b *bench) measure(name string, n int, make question) error {
	times, err := b.ask(n, make)
	b.table.times(name, times)
	return err
}

// relevance asks the set of questions.
func (b *bench) relevance(when string) error {
	scores, err := b.judge.Score(b.ctx, b.index)
	if err == nil {
		b.table.set("recall@10 / MRR, "+when, fmt.Sprintf("%.3f / %.3f", scores.Recall, scores.MRR))
	}
	return err
}

// firstTime asks what nobody asked since the start.
func (b *bench) firstTime() error {
	return b.measure("text + facets + marks, first after a start", len(b.texts), func(i int) search.Query {
		q := b.full(i)
		q.Text += " "
		return q
	})
}

func (b *bench) oneClient() error {
	keys := b.keys()
	rows := []struct {
		name string
		n    int
		make question
	}{
		{"as-you-type, every key, first time", len(keys), func(i int) search.Query { return search.Query{Text: keys[i], Page: first} }},
		{"as-you-type, every key, again", len(keys), func(i int) search.Query { return search.Query{Text: keys[i], Page: first} }},
		{"text", 1000, b.text},
		{"text + 3 facets + marks", 1000, b.full},
		{"one-letter prefix", 260, func(i int) search.Query { return search.Query{Text: string(rune('a' + i%26)), Page: first} }},
		{"browse + 3 facets", 1000, func(int) search.Query { return search.Query{Page: first, Facets: facets} }},
		{"commune + 3 facets", 1000, func(i int) search.Query {
			return search.Query{Page: first, Facets: facets, Filter: search.Filter{Communes: b.commune(i)}}
		}},
		{"commune and kind + 3 open facets", 300, func(i int) search.Query {
			filter := search.Filter{Communes: b.commune(i), Kinds: []string{"artisan"}}
			return search.Query{Page: first, Facets: opened(), Filter: filter}
		}},
		{"wide text (orleans) + 3 facets", 300, func(int) search.Query { return search.Query{Text: "orleans", Page: first, Facets: facets} }},
		{"10 km by distance", 300, func(int) search.Query {
			near := &search.Near{Center: geo.Point{Lat: 47.9029, Lon: 1.9039}, Radius: 10_000}
			return search.Query{Near: near, Sort: search.ByDistance, Page: first}
		}},
		{"browse, page 50", 300, func(int) search.Query { return search.Query{Page: fifty, Facets: facets} }},
		{"text, page 50", 300, func(int) search.Query { return search.Query{Text: "orleans", Page: fifty} }},
	}
	for _, r := range rows {
		if err := b.measure(r.name, r.n, r.make); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) commune(i int) []string { return []string{b.docs[i%len(b.docs)].Commune} }

func opened() []search.Facet {
	var open []search.Facet
	for _, facet := range facets {
		open = append(open, search.Facet{Field: facet.Field, Open: true})
	}
	return open
}

func (b *bench) manyClients() error {
	for _, r := range []struct {
		name string
		make question
	}{{"16 clients, text", b.text}, {"16 clients, text + facets + marks", b.full}} {
		if err := b.together(r.name, r.make); err != nil {
			return err
		}
	}
	return nil
}

// together asks from sixteen goroutines at once.
func (b *bench) together(name string, make question) error {
	const clients, each = 16, 300
	var mu sync.Mutex
	var times []time.Duration
	var failed error
	var all sync.WaitGroup
	begun := time.Now()
	for client := range clients {
		all.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(client)))
			own, err := b.ask(each, func(int) search.Query { return make(r.IntN(1000)) })
			mu.Lock()
			defer mu.Unlock()
			times = append(times, own...)
			if err != nil {
				failed = err
			}
		})
	}
	all.Wait()
	b.table.times(name, times)
	b.table.set(name+", a second", fmt.Sprintf("%.0f", clients*each/time.Since(begun).Seconds()))
	return failed
}

// writes replaces documents while one client searches, then deletes some and puts them back.
func (b *bench) writes() error {
	stop := make(chan struct{})
	var searching sync.WaitGroup
	var times []time.Duration
	var failed error
	searching.Go(func() {
		for i := 0; failed == nil; i++ {
			select {
			case <-stop:
				return
			default:
				var own []time.Duration
				own, failed = b.ask(1, func(int) search.Query { return b.text(i) })
				times = append(times, own...)
			}
		}
	})
	err := b.replace()
	close(stop)
	searching.Wait()
	if err != nil || failed != nil {
		return fmt.Errorf("writing: %w, searching: %w", err, failed)
	}
	b.table.times("text, under a writer", times)
	return b.deletes()
}

// replace gives each document a sentence more and waits until it shows: some alone, the others as many together as the
// catalog tells an index at once.
func (b *bench) replace() error {
	for i := range b.docs {
		b.docs[i].Description += " Horaires revus cette année."
	}
	var times []time.Duration
	alone := min(b.alone, len(b.docs))
	for _, d := range b.docs[:alone] {
		begun := time.Now()
		if err := b.put(d); err != nil {
			return err
		}
		times = append(times, time.Since(begun))
	}
	b.table.times("put visible, one document", times)
	const together = 100
	for batch := range slices.Chunk(b.docs[alone:], together) {
		if err := b.put(batch...); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) put(docs ...search.Document) error {
	mark, err := b.index.Put(b.ctx, docs...)
	if err != nil {
		return err
	}
	return b.index.Wait(b.ctx, mark)
}

func (b *bench) deletes() error {
	var times []time.Duration
	some := b.docs[:min(b.alone, 100, len(b.docs))]
	for _, d := range some {
		begun := time.Now()
		mark, err := b.index.Delete(b.ctx, d.ID)
		if err == nil {
			err = b.index.Wait(b.ctx, mark)
		}
		if err != nil {
			return err
		}
		times = append(times, time.Since(begun))
	}
	b.table.times("delete gone, one document", times)
	return b.put(some...)
}

func (b *bench) afterWrites() error {
	if err := b.measure("text, 2 % replaced", 1000, b.text); err != nil {
		return err
	}
	if err := b.together("16 clients, text, 2 % replaced", b.text); err != nil {
		return err
	}
	return b.relevance("2 % replaced")
}
