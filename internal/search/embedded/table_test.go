package embedded

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"partant/internal/search"
	"partant/internal/search/french"
)

// random makes documents whose every field changes often, from few values, so that counts go up, down and to nothing.
func random(r *rand.Rand, id int) search.Document {
	some := func(name string) string { return fmt.Sprintf("%s%d", name, r.IntN(4)) }
	at := time.Unix(int64(r.IntN(50)), 0)
	return search.Document{
		ID: fmt.Sprintf("d%03d", id), Name: some("nom"), Kind: some("type"), Sector: some("secteur"), Commune: some("commune"),
		EPCI: some("epci"), Tags: []string{some("tag"), some("tag")}, Offers: []string{some("offre")}, Seeks: nil,
		Followers: int64(r.IntN(3)), CreatedAt: at, UpdatedAt: at.Add(time.Hour),
	}
}

// What is kept ready must be, after any writes, what reckoning it from nothing gives.
func TestWhatIsKeptFollowsWrites(t *testing.T) {
	t.Parallel()
	c := openContent(t)
	r := rand.New(rand.NewPCG(4, 5))
	for round := range 60 {
		var docs []search.Document
		for _, id := range r.Perm(40)[:1+r.IntN(6)] {
			docs = append(docs, random(r, id))
		}
		changes, s, err := c.write(t.Context(), docs, []string{fmt.Sprintf("d%03d", r.IntN(40)+100*r.IntN(2))}[:r.IntN(2)])
		if err != nil {
			t.Fatal(err)
		}
		s.commit(true)
		for i := range changes {
			c.t.apply(&changes[i])
		}
		c.t.counts.of(c.t, facetValue{r.IntN(fields), uint32(1 + r.IntN(4))}) // kept from here on
		checkKept(t, c.t, round)
	}
}

func checkKept(t *testing.T, got *table, round int) {
	t.Helper()
	want := &table{rows: got.rows, values: got.values, ids: got.ids, names: got.names, dicts: got.dicts}
	want.sortOrders()
	want.counts.reset(want)
	if diff := cmp.Diff(want.orders, got.orders, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("round %d, orders: %s", round, diff)
	}
	if got.live != len(want.orders[0]) {
		t.Fatalf("round %d: %d live rows, want %d", round, got.live, len(want.orders[0]))
	}
	checkTally(t, &got.counts.all, &want.counts.all)
	for value, kept := range got.counts.one {
		checkTally(t, kept, want.counts.of(want, value))
	}
	sorted := slices.IsSortedFunc(got.vocab.sorted, func(a, b uint32) int {
		return slices.Compare([]byte(got.vocab.words[a]), []byte(got.vocab.words[b]))
	})
	if !sorted || len(got.vocab.sorted) != len(got.vocab.words)-1 {
		t.Fatalf("round %d: the vocabulary is out of order", round)
	}
}

func checkTally(t *testing.T, got, want *tally) {
	t.Helper()
	if got.total != want.total {
		t.Errorf("total %d, want %d", got.total, want.total)
	}
	for field := range fields {
		n := max(len(got.counts[field]), len(want.counts[field]))
		for value := range n {
			if at(got.counts[field], value) != at(want.counts[field], value) {
				t.Errorf("field %d, value %d: %d, want %d", field, value, at(got.counts[field], value), at(want.counts[field], value))
			}
		}
	}
}

func at(counts []int32, i int) int32 {
	if i < len(counts) {
		return counts[i]
	}
	return 0
}

// openContent returns an empty content in a file.
func openContent(t *testing.T) *content {
	t.Helper()
	path := directory(t.TempDir()).file(0)
	c := newContent(0, french.Directory())
	if err := create(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	})
	if err := c.attach(path); err != nil {
		t.Fatal(err)
	}
	if err := c.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// What comes back from the file must be what was in memory.
func TestLoadedIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	c := openContent(t)
	r := rand.New(rand.NewPCG(6, 7))
	for id := range 200 {
		changes, s, err := c.write(t.Context(), []search.Document{random(r, id%90)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		s.commit(true)
		c.t.apply(&changes[0])
	}
	again := newContent(0, c.lex)
	again.w = c.w
	if err := again.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c.t.orders, again.t.orders); diff != "" {
		t.Errorf("orders: %s", diff)
	}
	if diff := cmp.Diff(c.t.vocab.words, again.t.vocab.words); diff != "" {
		t.Errorf("words: %s", diff)
	}
	if c.t.garbage() != again.t.garbage() || c.t.garbage() == 0 {
		t.Errorf("garbage %d, was %d", again.t.garbage(), c.t.garbage())
	}
	checkTally(t, &again.t.counts.all, &c.t.counts.all)
}

func TestPopularityMakesNoGarbage(t *testing.T) {
	t.Parallel()
	c := openContent(t)
	d := random(rand.New(rand.NewPCG(1, 1)), 1)
	for i := range 30 {
		d.Followers, d.UpdatedAt, d.Kind = int64(i), d.UpdatedAt.Add(time.Minute), fmt.Sprint("type", i)
		changes, s, err := c.write(t.Context(), []search.Document{d}, nil)
		if err != nil {
			t.Fatal(err)
		}
		s.commit(true)
		c.t.apply(&changes[0])
	}
	if c.t.garbage() != 0 || c.t.live != 1 || c.t.rows[1].followers != 29 {
		t.Errorf("garbage %d, live %d, followers %d", c.t.garbage(), c.t.live, c.t.rows[1].followers)
	}
}
