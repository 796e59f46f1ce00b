package claim_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/viewer"
)

var (
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	place = territory.New(region.Loiret())
)

// hands is a clock that tests move.
type hands struct {
	mu sync.Mutex
	at time.Time
}

func (h *hands) now() time.Time       { h.mu.Lock(); defer h.mu.Unlock(); return h.at }
func (h *hands) pass(d time.Duration) { h.mu.Lock(); defer h.mu.Unlock(); h.at = h.at.Add(d) }

// web is what stands on the sites of the world: tokens by host.
type web struct {
	mu          sync.Mutex
	files, txts map[string]string
	away        error
}

var errMissing = errors.Join(errors.New("no sign"), fault.NotFound)

func (w *web) look(in map[string]string, name, token string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.away != nil {
		return w.away
	}
	if token == "" || in[name] != token {
		return errMissing
	}
	return nil
}

func (w *web) File(_ context.Context, name, token string) error { return w.look(w.files, name, token) }
func (w *web) TXT(_ context.Context, name, token string) error  { return w.look(w.txts, name, token) }

// house is the rules of claims on a real store.
type house struct {
	*claim.Service
	t        *testing.T
	profiles *profile.Service
	store    sqlite.Profiles
	accounts sqlite.Accounts
	claims   sqlite.Claims
	web      *web
	hands    *hands
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, store: db.Profiles(), accounts: db.Accounts(), claims: db.Claims(), web: &web{files: map[string]string{}, txts: map[string]string{}}, hands: &hands{at: noon}}
	h.profiles = profile.New(h.store, place, markdown.New(), h.hands.now, func() {})
	h.Service = claim.New(claim.Ports{Store: h.claims, Pages: h.store, Teams: h.profiles, People: h.accounts, Sites: h.web}, h.hands.now, func() {})
	return h
}

// join makes an account.
func (h *house) join(name string, role viewer.Role) viewer.Viewer {
	h.t.Helper()
	a := account.Account{ID: id.New(), Name: name, Email: name + "@exemple.invalid", Role: role, Person: "personne-" + name}
	if err := h.accounts.Insert(h.t.Context(), a); err != nil {
		h.t.Fatal(err)
	}
	a.Strong = true // roles act in strong sessions alone
	return a.Viewer()
}

// registered publishes a page from open data.
func (h *house) registered(name string, change func(*profile.Record)) profile.Profile {
	h.t.Helper()
	r := profile.Record{ID: id.New(), Source: &profile.Source{Key: "essai:" + name, Name: "Essai"},
		Draft: profile.Draft{Kind: profile.Company, Name: name, Commune: "45234", Web: "https://www.heron.fr/accueil", SIRET: "73282932000074"}}
	if change != nil {
		change(&r)
	}
	if _, err := h.profiles.Import(h.t.Context(), r); err != nil {
		h.t.Fatal(err)
	}
	return h.page(r.ID)
}

// made publishes a page as a member.
func (h *house) made(v viewer.Viewer, change func(*profile.Draft)) profile.Profile {
	h.t.Helper()
	d := profile.Draft{Key: id.New(), Kind: profile.Company, Name: "Atelier du Héron", Commune: "45234", Web: "https://www.heron.fr"}
	if change != nil {
		change(&d)
	}
	p, err := h.profiles.Create(h.t.Context(), v, d)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *house) page(pageID string) profile.Profile {
	h.t.Helper()
	p, err := h.store.Get(h.t.Context(), pageID)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// begun is what somebody asks of a page.
func (h *house) begun(v viewer.Viewer, p profile.Profile) claim.Claim {
	h.t.Helper()
	c, err := h.Begin(h.t.Context(), v, p.Slug, "gérante")
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// letters are those that are due: what they tell, and to whom.
func (h *house) letters() (told []string, secrets []string) {
	h.t.Helper()
	for {
		letters, some, err := h.Letters(h.t.Context(), h.hands.now(), time.Minute)
		if err != nil {
			h.t.Fatal(err)
		}
		if !some {
			return told, secrets
		}
		for _, l := range letters {
			told = append(told, string(l.What)+" "+l.To)
			if l.Claim.Mail != nil {
				secrets = append(secrets, l.Claim.Mail.Sealed)
			}
			if err := h.Sent(h.t.Context(), l); err != nil {
				h.t.Fatal(err)
			}
		}
	}
}

func (h *house) owned(p profile.Profile, v viewer.Viewer) bool { q := h.page(p.ID); return q.Owns(v) }

func wantErr(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("error is %v, want %v", err, kind)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wrong returns what a refusal says of a field.
func wrong(t *testing.T, err error, field string) string {
	t.Helper()
	var fields fault.Fields
	if !errors.As(err, &fields) || fields[field] == "" {
		t.Fatalf("%v says nothing of %s", err, field)
	}
	return fields[field]
}
