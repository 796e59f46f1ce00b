package contact_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/contact"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// house is a service on a real store; people are of its own making: « ada » has the page « p-ada ».
type house struct {
	*contact.Service
	t     *testing.T
	store sqlite.Contacts
	now   time.Time
	met   string
	gone  map[string]bool
	apart bool
	woken int
	mu    sync.Mutex
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, store: db.Contacts(), now: noon, gone: map[string]bool{}}
	h.Service = contact.New(h.store, h, func() time.Time { return h.now }, func() { h.mu.Lock(); h.woken++; h.mu.Unlock() })
	return h
}

// Person implements contact.People.
func (h *house) Person(_ context.Context, account string) (contact.Person, error) {
	if h.gone[account] {
		return contact.Person{}, fault.NotFound
	}
	return contact.Person{Account: account, Name: strings.ToUpper(account), Page: "p-" + account, Email: account + "@exemple.fr", Phone: "+331"}, nil
}

// Apart implements contact.People.
func (h *house) Apart(context.Context, string, string) (bool, error) { return h.apart, nil }

// Together implements contact.People.
func (h *house) Together(context.Context, string, string) (string, error) { return h.met, nil }

// Phone implements contact.People.
func (h *house) Phone(typed string) (number, wrong string) {
	if typed == "x" {
		return "", "non"
	}
	return typed, ""
}

func as(account string) viewer.Viewer { return viewer.Viewer{Account: account} }

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) fails(err, want error) {
	h.t.Helper()
	if !errors.Is(err, want) {
		h.t.Errorf("got %v, want %v", err, want)
	}
}

func (h *house) code(account string) string {
	h.t.Helper()
	c, err := h.MyCode(h.t.Context(), as(account))
	if errors.Is(err, fault.NotFound) { // looking makes none
		h.ok(h.Renew(h.t.Context(), as(account)))
		c, err = h.MyCode(h.t.Context(), as(account))
	}
	h.ok(err)
	return c.Word
}

var all = contact.Gift{Page: true, Email: true, Phone: "+339"}

// offers has one read the code of another, and give something.
func (h *house) offers(from, to string, g contact.Gift) contact.Exchange {
	h.t.Helper()
	e, err := h.Offer(h.t.Context(), as(from), h.code(to), g)
	h.ok(err)
	return e
}

func (h *house) agrees(who string, e contact.Exchange, g contact.Gift) {
	h.t.Helper()
	_, err := h.Answer(h.t.Context(), as(who), e.ID, true, g)
	h.ok(err)
}

// sees is what somebody reads of another in their lists: « contact:ADA p-ada ada@exemple.fr +339 note ».
func (h *house) sees(who string) (lines []string) {
	h.t.Helper()
	for _, l := range []contact.List{contact.Contacts, contact.Received, contact.Sent} {
		list, err := h.List(h.t.Context(), as(who), l, page.Req{})
		h.ok(err)
		for _, e := range list.Items {
			mine, theirs := e.Sides(who)
			if mine == nil || theirs == nil {
				h.t.Fatalf("%+v", e)
			}
			lines = append(lines, strings.Join(strings.Fields(fmt.Sprint(string(l), theirs.Gives.Name, " ", theirs.Gives.Page, " ", theirs.Gives.Email, " ", theirs.Gives.Phone, " ", mine.Note, theirs.Note)), " "))
		}
	}
	return lines
}

func (h *house) want(who string, lines ...string) {
	h.t.Helper()
	if diff := cmp.Diff(lines, h.sees(who)); diff != "" {
		h.t.Errorf("%s (-want +got):\n%s", who, diff)
	}
}

// Nothing of either is shown before both have agreed; then each reads what the other chose, and their own note alone.
func TestExchange(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	e := h.offers("bob", "ada", contact.Gift{Page: true, Email: true})
	h.want("bob", "envoye:ADA p-ada")
	h.want("ada", "recu:BOB p-bob")
	if _, err := h.Get(ctx, as("cy"), e.ID); !errors.Is(err, fault.NotFound) {
		t.Errorf("a third reads it: %v", err)
	}
	_, err := h.Answer(ctx, as("bob"), e.ID, true, all)
	h.fails(err, contact.ErrOver)
	_, err = h.Answer(ctx, as("ada"), e.ID, true, contact.Gift{Phone: "x"})
	h.fails(err, fault.Invalid)
	h.agrees("ada", e, contact.Gift{Phone: "+337"})
	h.agrees("ada", e, contact.Gift{Phone: "+337"})
	h.want("bob", "contact:ADA +337")
	h.want("ada", "contact:BOB p-bob bob@exemple.fr")
	h.ok(h.Note(ctx, as("ada"), e.ID, "le grand"))
	h.ok(h.Change(ctx, as("bob"), e.ID, contact.Gift{}))
	h.want("ada", "contact:BOB le grand")
	h.want("bob", "contact:ADA +337")
	h.fails(h.Note(ctx, as("ada"), e.ID, strings.Repeat("a", contact.MaxNote+1)), fault.Invalid)
	for _, err := range []error{h.Note(ctx, as("cy"), e.ID, "x"), h.Change(ctx, as("cy"), e.ID, all)} {
		h.fails(err, fault.NotFound)
	}
	h.offers("ada", "bob", all)
	h.want("bob", "contact:ADA p-ada ada@exemple.fr +339")

	h.ok(h.Drop(ctx, as("cy"), e.ID))
	for range 2 {
		h.ok(h.Drop(ctx, as("bob"), e.ID))
	}
	h.want("bob")
	h.want("ada", "contact: le grand")
	stored, err := h.store.Exchange(ctx, e.ID)
	if h.ok(err); !stored.From.Gives.IsZero() || !stored.To.Gives.IsZero() {
		t.Errorf("what was given stays: %+v", stored)
	}
	again := h.offers("bob", "ada", all)
	h.want("ada", "recu:BOB p-bob le grand")
	h.agrees("ada", again, all)
	h.want("ada", "contact:BOB p-bob bob@exemple.fr +339 le grand")
	h.ok(h.Drop(ctx, as("ada"), e.ID))
	h.want("bob")
	_, err = h.store.Exchange(ctx, e.ID)
	h.fails(err, fault.NotFound)
}

// Who reads the code of somebody who offered has agreed; both at once too.
func TestBothOffer(t *testing.T) {
	t.Parallel()
	h := open(t)
	a, b := h.code("ada"), h.code("bob")
	var group sync.WaitGroup
	for who, word := range map[string]string{"ada": b, "bob": a} {
		group.Go(func() {
			if _, err := h.Offer(t.Context(), as(who), word, contact.Gift{Email: true}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	h.want("ada", "contact:BOB bob@exemple.fr")
	h.want("bob", "contact:ADA ada@exemple.fr")
}

// Whoever is refused does not learn it, nor insist; who refused may offer.
func TestRefusal(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	e := h.offers("bob", "ada", all)
	for range 2 {
		_, err := h.Answer(ctx, as("ada"), e.ID, false, contact.Gift{})
		h.ok(err)
	}
	h.want("ada")
	h.want("bob", "envoye:ADA p-ada")
	stored, err := h.store.Exchange(ctx, e.ID)
	if h.ok(err); len(stored.Owes) > 0 || stored.From.Gives.Email == "" {
		t.Errorf("%+v", stored) // what they offered, they read as before
	}
	h.ok(h.Change(ctx, as("bob"), e.ID, contact.Gift{Email: true}))
	h.fails(h.Change(ctx, as("ada"), e.ID, all), fault.NotFound)
	h.offers("bob", "ada", contact.Gift{Page: true})
	if stored, err = h.store.Exchange(ctx, e.ID); err != nil || stored.State != contact.Refused || stored.From.Gives != (contact.Card{Name: "BOB", Page: "p-bob"}) {
		t.Errorf("%+v, %v", stored, err)
	}
	h.offers("bob", "ada", all)
	h.ok(h.Drop(ctx, as("bob"), e.ID))
	h.want("bob")
	h.offers("bob", "ada", all)
	h.want("ada")
	h.want("bob", "envoye:ADA p-ada")
	h.offers("ada", "bob", contact.Gift{})
	h.want("bob", "recu:ADA")
	h.ok(h.Drop(ctx, as("bob"), e.ID)) // he says no in his turn
	h.want("ada", "envoye:BOB p-bob")
	h.now = h.now.AddDate(0, 0, contact.WaitDays+1)
	h.want("ada")
	h.offers("bob", "ada", all)
	h.want("ada", "recu:BOB p-bob")
	h.ok(h.Drop(ctx, as("bob"), e.ID))
	h.want("ada")
}

// A code leads to somebody as long as it is theirs, they are there, and nobody blocks the other.
func TestCode(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	word := h.code("ada")
	if h.code("ada") != word || len(word) != 20 {
		t.Error(word)
	}
	p, _, err := h.Read(ctx, as("bob"), word)
	if h.ok(err); p != (contact.Person{Account: "ada", Name: "ADA", Page: "p-ada"}) {
		t.Errorf("%+v", p)
	}
	_, _, err = h.Read(ctx, as("ada"), word)
	h.fails(err, contact.ErrOwn)
	_, _, err = h.Read(ctx, viewer.Viewer{}, word)
	h.fails(err, fault.SignedOut)
	e := h.offers("bob", "ada", all)
	h.apart = true
	_, err = h.Offer(ctx, as("bob"), word, all)
	h.fails(err, fault.NotFound)
	h.want("ada")
	_, err = h.Get(ctx, as("ada"), e.ID)
	h.fails(err, fault.NotFound)
	h.apart = false
	h.ok(h.Part(ctx, "ada", "bob"))
	h.want("ada")
	h.gone["ada"] = true
	_, _, err = h.Read(ctx, as("bob"), word)
	h.fails(err, fault.NotFound)
	h.gone["ada"] = false
	h.ok(h.Renew(ctx, as("ada")))
	_, _, err = h.Read(ctx, as("bob"), word)
	h.fails(err, fault.NotFound)
	if h.code("ada") == word {
		t.Error("it is the same")
	}
}

// Of who leaves nothing stays with others but their own notes; where people met is forgotten in time.
func TestForget(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.met = "e-1"
	for _, other := range []string{"bob", "cy", "dan"} {
		e := h.offers(other, "ada", all)
		if other != "dan" {
			h.agrees("ada", e, all)
		}
		if other == "cy" {
			h.ok(h.Note(ctx, as("cy"), e.ID, "la menuisière"))
		}
	}
	met := func(who string) (events []string) {
		for e, err := range h.Of(ctx, who) {
			h.ok(err)
			events = append(events, e.Event)
		}
		return events
	}
	if got := met("ada"); !slices.Equal(got, []string{"e-1", "e-1", "e-1"}) {
		t.Errorf("%q", got)
	}
	h.ok(h.Sweep(ctx))
	h.gone["ada"] = true // she asked to leave
	h.want("bob", "contact:")
	h.want("dan")
	for range 2 {
		h.ok(h.Forget(ctx, "ada"))
	}
	h.want("bob")
	h.want("cy", "contact: la menuisière")
	for _, account := range []string{"ada", "bob", "dan"} {
		if got := met(account); len(got) > 0 {
			t.Errorf("%s: %q", account, got)
		}
	}
	h.now = h.now.AddDate(0, contact.MetMonths, 1)
	h.ok(h.Sweep(ctx))
	if got := met("cy"); !slices.Equal(got, []string{""}) {
		t.Errorf("%q", got)
	}
	h.ok(h.Forget(ctx, "cy"))
	list, err := h.store.ExchangesConcerning(ctx, "compte:cy", page.Req{Limit: 5})
	if h.ok(err); len(list.Items) > 0 {
		t.Errorf("%+v", list)
	}
}
