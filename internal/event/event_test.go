package event_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// pages lets everybody speak for the page that has their name.
type pages struct{}

func (pages) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	switch {
	case !v.SignedIn():
		return viewer.Author{}, fault.SignedOut
	case page != "p-"+v.Account:
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// plain renders text as it is.
type plain struct{}

func (plain) Render(s string) (string, error) { return s, nil }
func (plain) Words(html string) string        { return html }
func (plain) Follow(html string) string       { return html }

// boxes are the accounts: a has a@exemple.fr.
type boxes struct{}

func (boxes) AccountOf(_ context.Context, email string) (string, error) {
	name, _, _ := strings.Cut(email, "@")
	if len(name) == 1 {
		return name, nil
	}
	return "", nil
}

func (boxes) Mailbox(_ context.Context, account string) (string, string, error) {
	return account + "@exemple.fr", "M. " + account, nil
}

// rig is a service on a store of its own. Its clock goes on by a millisecond each time that it is read, as clocks do.
type rig struct {
	*event.Service
	store event.Stores
	at    *atomic.Int64
}

func open(t *testing.T) *rig {
	t.Helper()
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	r := &rig{store: db.Events(), at: &atomic.Int64{}}
	r.at.Store(noon.UnixMilli())
	now := func() time.Time { return time.UnixMilli(r.at.Add(1)).UTC() }
	known := func(commune string) bool { return commune == "45234" }
	secrets := event.Secrets{Print: func(email string) string { return "#" + strings.ToLower(email) }, Seal: func(of string) string { return "s" + of }, Fits: func(of, word string) bool { return word == "s"+of }}
	r.Service = event.New(r.store, pages{}, plain{}, known, now, func() {}).Answered(boxes{}, secrets)
	return r
}

func (r *rig) pass(d time.Duration) { r.at.Add(d.Milliseconds()) }

func member(name string) viewer.Viewer { return viewer.Viewer{Account: name, Role: viewer.Member} }

func draft() event.Draft {
	return event.Draft{Voice: "p-h", Title: "Atelier", Purpose: "Se voir.", Day: "2027-01-12", Hour: "18:30", EndHour: "20:00", Place: "L'ECG", Commune: "45234", Places: "1"}
}

func (r *rig) announced(t *testing.T, d event.Draft) event.Event {
	t.Helper()
	e, err := r.Announce(t.Context(), member("h"), d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (r *rig) says(t *testing.T, e event.Event, who string, says event.Says) event.Answer {
	t.Helper()
	a, err := r.Say(t.Context(), member(who), e.Slug, event.Reply{Says: string(says)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Hours in Paris: that which does not exist is refused, that which comes twice is asked for.
func TestWhen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day, hour string
		which     event.Which
		at, say   string
	}{
		{"2027-01-12", "18:30", "", "2027-01-12T17:30:00Z", ""},
		{"2027-07-12", "18:30", "", "2027-07-12T16:30:00Z", ""},
		{"2027-03-28", "01:59", "", "2027-03-28T00:59:00Z", ""},
		{"2027-03-28", "02:00", "", "", "il n'est jamais 2 h 00"},
		{"2027-03-28", "02:59", "seconde", "", "il n'est jamais 2 h 59"},
		{"2027-03-28", "03:00", "", "2027-03-28T01:00:00Z", ""},
		{"2027-10-31", "01:59", "", "2027-10-30T23:59:00Z", ""},
		{"2027-10-31", "02:30", "", "", "deux fois 2 h 30"},
		{"2027-10-31", "02:30", "premiere", "2027-10-31T00:30:00Z", ""},
		{"2027-10-31", "02:30", "seconde", "2027-10-31T01:30:00Z", ""},
		{"2027-10-31", "03:00", "seconde", "2027-10-31T02:00:00Z", ""},
		{"2027-02-30", "10:00", "", "", "Choisissez un jour"},
		{"", "", "", "", "Choisissez un jour"},
	} {
		m, wrong := event.When(c.day, c.hour, c.which, "heure")
		if c.say != "" {
			if !strings.Contains(wrong["heure"], c.say) {
				t.Errorf("%s %s: %v, want %q", c.day, c.hour, wrong, c.say)
			}
			continue
		}
		if got := m.At.Format(time.RFC3339); got != c.at || wrong != nil || m.Here().Format("2006-01-02 15:04") != c.day+" "+c.hour {
			t.Errorf("%s %s %s is %s, %v; want %s", c.day, c.hour, c.which, got, wrong, c.at)
		}
	}
}

func FuzzWhen(f *testing.F) {
	f.Add("2027-10-31", "02:30", "seconde")
	f.Fuzz(func(t *testing.T, day, hour, which string) {
		m, wrong := event.When(day, hour, event.Which(which), "heure")
		if wrong == nil && m.At.In(clock.Paris).Format("2006-01-02T15:04") != m.Wall {
			t.Errorf("%q %q is %v", day, hour, m)
		}
	})
}

func TestAnnounce(t *testing.T) {
	t.Parallel()
	r := open(t)
	d := draft()
	d.Key = "0192f5a0-0000-7000-8000-000000000001"
	first := r.announced(t, d)
	if again := r.announced(t, d); again.ID != first.ID {
		t.Errorf("sent twice it makes %s and %s", first.ID, again.ID)
	}
	slugs := []string{}
	for _, title := range []string{"Atelier", "Atelier", "Nouveau", "nouveau"} {
		d := draft()
		d.Title = title
		slugs = append(slugs, r.announced(t, d).Slug)
	}
	if got := strings.Join(slugs, " "); got != "atelier-2027-01-12 atelier-2027-01-12-2 nouveau-2027-01-12 nouveau-2027-01-12-2" {
		t.Error(got)
	}
	for name, c := range map[string]struct {
		v    viewer.Viewer
		kind error
	}{"visitor": {viewer.Viewer{}, fault.SignedOut}, "other": {member("x"), fault.Forbidden}} {
		if _, err := r.Announce(t.Context(), c.v, draft()); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the form is filled with makes the same event again.
func TestFilled(t *testing.T) {
	t.Parallel()
	r := open(t)
	d := draft()
	d.Day, d.Hour, d.Which, d.EndHour, d.UntilDay, d.UntilHour, d.UntilWhich, d.With, d.Places, d.Tags = "2027-10-31", "02:30", event.Second, "04:00", "2027-10-31", "02:10", event.First, "2", "9", "bois, fer"
	was := r.announced(t, d)
	again := event.Filled(was)
	again.At = 0
	is, err := r.Edit(t.Context(), member("h"), was.Slug, again)
	if err != nil || is.Start != was.Start || is.End != was.End || !is.Deadline.Equal(was.Deadline) || is.Sequence != 0 || is.With != 2 || len(is.Tags) != 2 {
		t.Errorf("%+v, %v", is, err)
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.announced(t, draft())
	d := event.Filled(e)
	d.Title = "Autre"
	is, err := r.Edit(t.Context(), member("h"), e.Slug, d)
	if err != nil || is.Title != "Autre" || is.Sequence != 0 || is.Slug != e.Slug {
		t.Errorf("%+v, %v", is, err)
	}
	if _, err := r.Edit(t.Context(), member("h"), e.Slug, d); !errors.Is(err, fault.Conflict) {
		t.Errorf("an old form: %v", err)
	}
	d.At, d.Place = is.Version(), "Ailleurs"
	if is, err = r.Edit(t.Context(), member("h"), e.Slug, d); err != nil || is.Sequence != 1 {
		t.Errorf("moved: %d, %v", is.Sequence, err)
	}
	if _, err := r.Edit(t.Context(), member("x"), e.Slug, d); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, err := r.Cancel(t.Context(), member("h"), e.Slug, "La neige."); err != nil {
		t.Fatal(err)
	}
	d.At = 0
	if _, err := r.Edit(t.Context(), member("h"), e.Slug, d); !errors.Is(err, event.ErrCancelled) {
		t.Error(err)
	}
}

// What has ended goes to the lists of what is over; thirteen months later nobody knows who came. The clock goes on meanwhile.
func TestTimePasses(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.announced(t, draft())
	r.says(t, e, "a", event.Partant)
	lists := func() (ahead, past int) {
		t.Helper()
		if err := r.PayDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		for n, f := range []event.Filter{{}, {Past: true}} {
			list, err := r.List(t.Context(), f, page.Req{})
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				ahead = len(list.Items)
			} else {
				past = len(list.Items)
			}
		}
		return ahead, past
	}
	if ahead, past := lists(); ahead != 1 || past != 0 {
		t.Errorf("%d to come, %d over", ahead, past)
	}
	r.pass(60 * 24 * time.Hour)
	if ahead, past := lists(); ahead != 0 || past != 1 {
		t.Errorf("%d to come, %d over", ahead, past)
	}
	if _, err := r.Say(t.Context(), member("b"), e.Slug, event.Reply{Says: "partant"}); !errors.Is(err, event.ErrClosed) {
		t.Errorf("answered after the end: %v", err)
	}
	r.pass(event.AnswersKept)
	lists()
	if _, err := r.Of(t.Context(), member("a"), &e); !errors.Is(err, fault.NotFound) {
		t.Errorf("it is still known who came: %v", err)
	}
	left, err := r.store.Event(t.Context(), e.ID)
	if left.Owes.Drop(event.OwesNews); err != nil || left.Owes != nil { // that one is paid by package notify
		t.Errorf("it owes %v, %v", left.Owes, err)
	}
}

// More places let in who waits; what a moderator hides takes no answers; what is shown again does.
func TestTermsFollow(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.announced(t, draft())
	r.says(t, e, "a", event.Partant)
	if a := r.says(t, e, "b", event.Partant); a.Seat != event.Waiting {
		t.Errorf("b has %q", a.Seat)
	}
	d := event.Filled(e)
	d.Places = "2"
	if _, err := r.Edit(t.Context(), member("h"), e.Slug, d); err != nil {
		t.Fatal(err)
	}
	if err := r.PayDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a, err := r.Of(t.Context(), member("b"), &e); err != nil || a.Seat != event.Placed || !a.Owes.Has(event.OwesPromoted) {
		t.Errorf("%+v, %v", a, err)
	}
	if err := r.Mark(t.Context(), e.ID, &unseen.Mark{At: noon}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Say(t.Context(), member("c"), e.Slug, event.Reply{Says: "partant"}); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if err := r.Mark(t.Context(), e.ID, nil); err != nil {
		t.Fatal(err)
	}
	r.says(t, e, "c", event.Partant)
}

// A guest counts once they have confirmed; what they have not confirmed goes; an address is one person, with an account or without.
func TestGuests(t *testing.T) {
	t.Parallel()
	r := open(t)
	d := draft()
	d.Places = ""
	e := r.announced(t, d)
	ask := func(email string) {
		t.Helper()
		if err := r.Ask(t.Context(), e.Slug, event.Reply{Says: "partant", Name: "Ada", Email: email}); err != nil {
			t.Fatal(err)
		}
	}
	link := func(who string) (string, string, string) {
		id := event.IDOf(e.ID, who)
		return e.ID, id, "spartant|" + e.ID + "|" + id
	}
	ask("ada@exemple.fr")
	ask("Ada@exemple.fr")
	ask("a@exemple.fr")
	if _, _, err := r.Open(t.Context(), e.ID, event.IDOf(e.ID, event.Guest("#ada@exemple.fr")), "faux"); !errors.Is(err, event.ErrOver) {
		t.Errorf("a wrong secret: %v", err)
	}
	ev, id, secret := link(event.Guest("#ada@exemple.fr"))
	for range 2 {
		if a, err := r.Confirm(t.Context(), ev, id, secret); err != nil || a.Seat != event.Placed {
			t.Errorf("%+v, %v", a, err)
		}
	}
	if a := r.says(t, e, "a", event.Partant); a.Who != event.Member("a") {
		t.Errorf("%+v", a)
	}
	roster, err := r.Roster(t.Context(), &e)
	if err != nil || roster.Taken != 2 || roster.Unconfirmed != 0 {
		t.Errorf("%+v, %v", roster, err)
	}
	ask("bob@exemple.fr")
	r.pass(event.UnconfirmedKept)
	if err := r.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	ev, id, secret = link(event.Guest("#bob@exemple.fr"))
	if _, err := r.Confirm(t.Context(), ev, id, secret); !errors.Is(err, event.ErrOver) {
		t.Errorf("confirmed too late: %v", err)
	}
	if err := r.Adopt(t.Context(), "z", "ada@exemple.fr", "p-z"); err != nil {
		t.Fatal(err)
	}
	n := 0
	for a, err := range r.AnswersBy(t.Context(), "z") {
		if n++; err != nil || a.Page != "p-z" {
			t.Errorf("%+v, %v", a, err)
		}
	}
	if n != 1 {
		t.Errorf("%d answers were adopted", n)
	}
}

// What was announced goes with its page, and comes back when that stays; those who would come are told when it is erased.
func TestLeave(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.announced(t, draft())
	r.says(t, e, "a", event.Partant)
	for range 2 {
		if err := r.Hide(t.Context(), []string{"p-h"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.BySlug(t.Context(), member("h"), e.Slug); !errors.Is(err, fault.Gone) {
		t.Errorf("hidden: %v", err)
	}
	if err := r.Show(t.Context(), []string{"p-h"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.BySlug(t.Context(), viewer.Viewer{}, e.Slug); err != nil {
		t.Errorf("shown: %v", err)
	}
	for range 2 {
		if err := errors.Join(r.Forget(t.Context(), "h", []string{"h@exemple.fr"}, []string{"p-h"}), r.PayDue(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	due, err := r.store.DueAnswers(t.Context(), noon.AddDate(0, 1, 0), time.Minute, 9, event.Letters...)
	if err != nil || len(due) != 1 || !due[0].Owes.Has(event.OwesCancelled) {
		t.Errorf("%+v, %v", due, err)
	}
	tomb, err := r.store.Event(t.Context(), e.ID)
	if err != nil || !tomb.IsDeleted() || tomb.By != (viewer.Author{}) || tomb.Purpose != "" {
		t.Errorf("%+v, %v", tomb, err)
	}
	if err := r.SettleAll(t, due); err != nil {
		t.Fatal(err)
	}
}

// SettleAll pays letters.
func (r *rig) SettleAll(t *testing.T, due []event.Answer) (err error) {
	t.Helper()
	for i := range due {
		err = errors.Join(err, r.Later(t.Context(), &due[i], due[i].Owes[0], noon), r.Sent(t.Context(), &due[i], debt.Debt{ID: due[i].Owes[0].ID}))
	}
	return err
}

// circleOf is a club of h, whose one member is m.
type circleOf struct{}

func (circleOf) Gathers(_ context.Context, page string) (bool, error) { return page == "p-h", nil }
func (circleOf) In(_ context.Context, account, page string) (bool, error) {
	return account == "m" && page == "p-h", nil
}

// saidByH is a conversation « d-1 » that h opened, and answer « c-1 » of m in it.
func saidByH(_ context.Context, o event.Origin) (string, error) {
	switch o {
	case event.Origin{Kind: "discussion", ID: "d-1"}:
		return "h", nil
	case event.Origin{Kind: "discussion", ID: "d-1", Answer: "c-1"}:
		return "m", nil
	}
	return "", fault.NotFound
}

// Only whoever wrote words makes an event of them: all who said yes to them are signed up.
func TestWhoMakesAnEventOfWords(t *testing.T) {
	t.Parallel()
	r := open(t)
	d := draft()
	d.From = &event.Origin{Kind: "discussion", ID: "d-1"}
	if _, err := r.Announce(t.Context(), member("h"), d); !errors.Is(err, fault.NotFound) {
		t.Errorf("where no conversation is known: %v", err)
	}
	r.Service.OfConversations(saidByH)
	r.announced(t, d)
	for _, of := range []event.Origin{{Kind: "discussion", ID: "d-1", Answer: "c-1"}, {Kind: "discussion", ID: "d-2"}} {
		if d.From = &of; !errors.Is(r.Proposes(t.Context(), member("h"), of), fault.NotFound) {
			t.Errorf("%+v is h's", of)
		}
		if _, err := r.Announce(t.Context(), member("h"), d); !errors.Is(err, fault.NotFound) {
			t.Errorf("%+v: %v", of, err)
		}
	}
	if err := r.Proposes(t.Context(), viewer.Viewer{}, event.Origin{Kind: "discussion", ID: "d-1"}); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// What is not for everybody is not shown in the conversation that it was born from, takes no « partant ! » from there, and gathers none;
// opened to everybody it does. To all others it is as one that never was, also once it is deleted.
func TestBornForFew(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.Service.Within(circleOf{}).OfConversations(saidByH)
	d := draft()
	d.For, d.From = event.Members, &event.Origin{Kind: "discussion", ID: "d-1"}
	e := r.announced(t, d)
	born := func() int {
		t.Helper()
		list, err := r.Born(t.Context(), "discussion", "d-1")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if e.Owes.Has(event.OwesGather) || born() != 0 {
		t.Errorf("it is shown %d times, and owes %v", born(), e.Owes)
	}
	for who, want := range map[string]error{"m": nil, "h": nil, "x": fault.NotFound, "": fault.NotFound} {
		if _, err := r.Get(t.Context(), member(who), e.ID); !errors.Is(err, want) {
			t.Errorf("%q reads it: %v", who, err)
		}
	}
	r.pass(time.Minute)
	open := event.Filled(e)
	open.For = event.Everybody
	if _, err := r.Edit(t.Context(), member("h"), e.Slug, open); err != nil || born() != 1 {
		t.Errorf("it is shown %d times, %v", born(), err)
	}
	other := r.announced(t, d)
	if err := r.Delete(t.Context(), member("h"), other.Slug); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]error{"m": fault.Gone, "x": fault.NotFound} {
		if _, err := r.BySlug(t.Context(), member(who), other.Slug); !errors.Is(err, want) {
			t.Errorf("%q reads what is gone: %v", who, err)
		}
	}
}
