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
	"sort"
	"sync"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/region"
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

// writers is how many write at once: they share commits.
const writers = 128

// insert writes n profiles into a store, behind those that an insert which was cut short has left there.
func insert(ctx context.Context, dir string, n int) error {
	db, err := sqlite.Open(dir)
	if err != nil {
		return err
	}
	profiles, err := newMaker()
	if err != nil {
		return errors.Join(err, db.Close())
	}
	numbers, errs := make(chan int), make(chan error, writers)
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for i := range numbers {
				if err := db.Profiles().Insert(ctx, profiles.profile(i)); err != nil && !errors.Is(err, fault.Conflict) {
					errs <- err
					return
				}
			}
		})
	}
	for i := begun(ctx, db, n); i < n && err == nil; i++ {
		select {
		case numbers <- i:
		case err = <-errs:
		}
	}
	close(numbers)
	group.Wait()
	return errors.Join(err, db.Close())
}

// begun is where to go on: all profiles before it are there, and perhaps some behind it.
func begun(ctx context.Context, db *sqlite.DB, n int) int {
	found := sort.Search(n, func(i int) bool {
		_, err := db.Profiles().Get(ctx, profileID(i))
		return err != nil
	})
	return max(0, found-writers)
}

func profileID(i int) string { return id.Named("bench", fmt.Sprint(i)) }

// maker makes the profiles of the corpus as the store keeps them. Safe for concurrent use.
type maker struct {
	towns  *territory.Territory
	corpus *corpus.Corpus
	insee  sync.Map // of the names of towns
}

func newMaker() (*maker, error) {
	r, err := region.Open("loiret")
	if err != nil {
		return nil, err
	}
	return &maker{towns: territory.New(r), corpus: corpus.New()}, nil
}

// profile is profile i.
func (m *maker) profile(i int) profile.Profile {
	doc := m.corpus.Profile(i).Document()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Second)
	p := profile.Profile{ID: profileID(i), Slug: fmt.Sprintf("%s-%d", text.Slug(doc.Name), i), Kind: profile.Company,
		Name: doc.Name, Pitch: text.Cut(doc.Description, profile.MaxPitch), About: profile.Rich{Text: doc.Description, HTML: "<p>" + text.Cut(doc.Description, 400) + "</p>"},
		Tags: doc.Tags, Offers: doc.Offers, Seeks: doc.Seeks, Created: at, Updated: at, Example: true}
	p.Source = &profile.Source{Key: sourceKey(i), Name: "essai"}
	p.Team = []profile.Mate{{Account: mate(i)}}
	p.Activity, p.Sector, _ = m.towns.Activity(doc.NAF)
	if town := m.town(doc.Commune); town != "" {
		p.Address = profile.Address{Commune: town, Postcode: doc.Postcode}
		p.Place = &profile.Place{Point: *doc.At, By: profile.BySource}
	}
	return p
}

// town is the INSEE code of a town by its name: looking it up takes longer than all the rest of a profile.
func (m *maker) town(name string) string {
	if known, ok := m.insee.Load(name); ok {
		return known.(string)
	}
	insee := ""
	if towns := m.towns.Region.Find(name); len(towns) > 0 {
		insee = towns[0].INSEE
	}
	m.insee.Store(name, insee)
	return insee
}

// Each page has a source, and each member of a team has some pages, as many at any size.
const pagesOfAMate = 30

func sourceKey(i int) string { return fmt.Sprintf("essai:%07d", i) }

func mate(i int) string { return fmt.Sprintf("mate-%d", i/pagesOfAMate) }

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

// anew makes the site draw for a visitor what it would else have from memory: it thinks that a sentence waits to be shown.
var anew = members{"partant-avis=essai"}

// pages are what is measured: as a visitor (from memory) and as a member (drawn anew).
func (s *server) pages(who members) ([]target, error) {
	l, err := s.list("/api/v1/profiles?q=plombier")
	if err != nil || len(l.Items) == 0 {
		return nil, errors.Join(err, errors.New("no profile to look at"))
	}
	fiche, one := "/fiches/"+l.Items[0].Slug, "/api/v1/profiles/"+l.Items[0].Slug
	return []target{
		{"home, visitor", s, "/", nil}, {"directory, visitor", s, "/annuaire", nil}, {"profile, visitor", s, fiche, nil},
		{"home, member", s, "/", who}, {"directory, member", s, "/annuaire", who},
		{"directory of « plombier orleans », member", s, "/annuaire?q=plombier+orleans", who}, {"profile, member", s, fiche, who},
		{"commune, member", s, "/communes/orleans", who}, {"account, member", s, "/compte", who},
		{"JSON list of 20", s, "/api/v1/profiles", nil}, {"JSON one", s, one, nil},
		{"JSON list of 20, drawn anew", s, "/api/v1/profiles", anew}, {"JSON one, drawn anew", s, one, anew},
	}, nil
}
