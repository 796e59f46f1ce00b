package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/search/searchtest/corpus"
	"partant/internal/store/sqlite"
	"partant/internal/territory"
	"partant/internal/text"
)

// members are the cookies of those who ask for the pages of members: many, because each may only ask so often.
type members []string

const memberCount = 60

// fill makes a data folder of n profiles, once, and returns people who are signed in.
func fill(ctx context.Context, dir string, n int) (members, error) {
	var who members
	done := filepath.Join(dir, "filled.json")
	if b, err := os.ReadFile(done); err == nil {
		return who, json.Unmarshal(b, &who)
	}
	fmt.Fprintf(os.Stderr, "filling %s with %d profiles\n", dir, n)
	if err := insert(ctx, dir, n); err != nil {
		return who, err
	}
	who, err := signUp(ctx, dir)
	if err != nil {
		return who, err
	}
	b, err := json.Marshal(who)
	if err != nil {
		return who, err
	}
	return who, os.WriteFile(done, b, 0o600)
}

func insert(ctx context.Context, dir string, n int) error {
	db, err := sqlite.Open(dir)
	if err != nil {
		return err
	}
	settings := config.Config{Addr: ":0", Data: dir, Region: "loiret"}
	a, err := app.OpenStore(ctx, settings, slog.New(slog.DiscardHandler))
	if err != nil {
		return errors.Join(err, db.Close())
	}
	defer a.Close()
	all, numbers, errs := corpus.New(), make(chan int), make(chan error, 64)
	var group sync.WaitGroup
	for range cap(errs) { // writers at once share commits
		group.Go(func() {
			for i := range numbers {
				if err := db.Profiles().Insert(ctx, made(a.Territory, all, i)); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	for i := range n {
		select {
		case numbers <- i:
		case err = <-errs:
		}
	}
	close(numbers)
	group.Wait()
	return errors.Join(err, db.Close())
}

// made is profile i of the corpus as the store keeps it.
func made(t *territory.Territory, all *corpus.Corpus, i int) profile.Profile {
	doc := all.Profile(i).Document()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Second)
	p := profile.Profile{ID: id.Named("bench", fmt.Sprint(i)), Slug: fmt.Sprintf("%s-%d", text.Slug(doc.Name), i), Kind: profile.Company,
		Name: doc.Name, Pitch: text.Cut(doc.Description, profile.MaxPitch), About: profile.Rich{Text: doc.Description, HTML: "<p>" + text.Cut(doc.Description, 400) + "</p>"},
		Tags: doc.Tags, Offers: doc.Offers, Seeks: doc.Seeks, Created: at, Updated: at, Example: true}
	p.Activity, p.Sector, _ = t.Activity(doc.NAF)
	if towns := t.Region.Find(doc.Commune); len(towns) > 0 {
		p.Address = profile.Address{Commune: towns[0].INSEE, Postcode: doc.Postcode}
		p.Place = &profile.Place{Point: *doc.At, By: profile.BySource}
	}
	return p
}

// signUp makes accounts and their sessions.
func signUp(ctx context.Context, dir string) (who members, err error) {
	a, err := app.OpenStore(ctx, config.Config{Addr: ":0", Data: dir, Region: "loiret"}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer a.Close()
	for i := range memberCount {
		entry := account.Entry{Name: "Claude Exemple", Email: fmt.Sprintf("%d@exemple.invalid", i), Password: id.Secret(), Adult: true, Terms: true}
		one, err := a.Accounts.Admit(ctx, entry, "Essai")
		if err != nil {
			return nil, err
		}
		secret, err := a.Accounts.Open(ctx, one, "bench")
		if err != nil {
			return nil, err
		}
		who = append(who, "partant-session="+secret)
	}
	return who, nil
}

// untilSearching waits until the directory answers from the index.
func (s *server) untilSearching(began time.Time) (time.Duration, error) {
	for time.Since(began) < 10*time.Minute {
		list, err := s.list(fmt.Sprint("/api/v1/profiles?q=plombier&page=", 1+time.Now().UnixNano()%1000)) // never from memory
		if err == nil && !list.Degraded && list.Total > 0 {
			return time.Since(began), nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return 0, errors.New("the search never starts")
}

type list struct {
	Items    []struct{ Slug, Commune string }
	Total    int
	Degraded bool
}

func (s *server) list(path string) (l list, err error) {
	answer, err := http.Get(s.base + path)
	if err != nil {
		return l, err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err == nil {
		err = json.Unmarshal(b, &l)
	}
	return l, err
}

// pages are what is measured: as a visitor (from memory) and as a member (drawn anew).
func (s *server) pages(who members) ([]page, error) {
	l, err := s.list("/api/v1/profiles?q=plombier")
	if err != nil || len(l.Items) == 0 {
		return nil, errors.Join(err, errors.New("no profile to look at"))
	}
	fiche := "/fiches/" + l.Items[0].Slug
	return []page{
		{"home, visitor", s, "/", nil}, {"directory, visitor", s, "/annuaire", nil}, {"profile, visitor", s, fiche, nil},
		{"home, member", s, "/", who}, {"directory, member", s, "/annuaire", who},
		{"directory of « plombier orleans », member", s, "/annuaire?q=plombier+orleans", who}, {"profile, member", s, fiche, who},
		{"commune, member", s, "/communes/orleans", who}, {"account, member", s, "/compte", who},
		{"JSON list of 20, member", s, "/api/v1/profiles", who}, {"JSON one, member", s, "/api/v1" + "/profiles/" + l.Items[0].Slug, who},
	}, nil
}
