package digest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"partant/internal/club"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// calendar holds some events, and what there is besides for a letter: nothing.
type calendar struct {
	events []event.Event
	asked  []event.Reach
	told   []notify.Notification
	sealed bool // who reads may not read what is said below them
}

func (c *calendar) Get(_ context.Context, _ viewer.Viewer, id string) (event.Event, error) {
	i := slices.IndexFunc(c.events, func(e event.Event) bool { return e.ID == id })
	return c.events[i], nil
}

func (c *calendar) ForReader(ctx context.Context, id string) (event.Event, error) {
	if c.sealed && viewer.Of(ctx).Account != "" {
		return event.Event{}, fault.NotFound
	}
	return c.Get(ctx, viewer.Of(ctx), id)
}

func (c *calendar) Upcoming(_ context.Context, _ viewer.Viewer, r event.Reach, since, before time.Time) (all []event.Date, _ error) {
	c.asked = append(c.asked, r)
	for _, e := range c.events {
		if e.Start.At.After(since) && e.Start.At.Before(before) {
			all = append(all, event.Date{Event: e})
		}
	}
	return all, nil
}

type noNews struct{ *calendar }

func (n noNews) Of(_ context.Context, _ string, _ page.Req) (page.Of[notify.Notification], error) {
	return page.Of[notify.Notification]{Items: n.told}, nil
}

func (noNews) Sources(context.Context, string) ([]string, error) {
	return []string{post.OfPage("p-1"), post.OfTag("bois"), post.OfTown("45234"), post.OfPage("c-1")}, nil
}

func (noNews) From(context.Context, []string, page.Req) (page.Of[feed.Entry], error) {
	return page.Of[feed.Entry]{}, nil
}

type noTalks struct{}

func (noTalks) Get(context.Context, string) (discussion.Discussion, error) {
	return discussion.Discussion{}, errors.New("nobody asks")
}

func (noTalks) List(context.Context, discussion.Filter, page.Req) (page.Of[discussion.Discussion], error) {
	return page.Of[discussion.Discussion]{}, nil
}

// there are all pages but one that nobody sees.
type there struct{}

func (there) Many(_ context.Context, _ viewer.Viewer, ids []string) (all []profile.Profile, _ error) {
	for _, id := range ids {
		if id != "p-hidden" {
			all = append(all, profile.Profile{ID: id, Name: "Page " + id})
		}
	}
	return all, nil
}

// clubs has its reader in one club, without announcements in another, and no more in a third.
type clubs struct{ Clubs }

func (clubs) Of(context.Context, string) iter.Seq2[club.Member, error] {
	return func(yield func(club.Member, error) bool) {
		for _, m := range []club.Member{{Club: "c-1", State: club.In}, {Club: "c-2", State: club.In, Quiet: true}, {Club: "c-3", State: club.Removed}} {
			if !yield(m, nil) {
				return
			}
		}
	}
}

var morning = time.Date(2026, 11, 27, 6, 30, 0, 0, time.UTC)

func gather(c *calendar) *Service {
	n := noNews{c}
	return &Service{Notices: n, Feed: n, Talks: noTalks{}, Pages: there{}, Events: c, Clubs: clubs{},
		Around: func(context.Context, string) (func(string) bool, error) {
			return func(page string) bool { return page == "p-far" }, nil
		}}
}

func meets(id, by string, start time.Time) event.Event {
	return event.Event{ID: id, By: viewer.Author{Page: by, Account: "a-2"}, Start: event.Moment{At: start}, End: event.Moment{At: start.Add(time.Hour)}, Published: morning.Add(-1000 * time.Hour)}
}

func namesOf(coming []Coming) (all []string) {
	for _, c := range coming {
		all = append(all, c.ID)
	}
	return all
}

// Whenever letters leave, each event is told of in one of them and before it begins, by members who read daily and those who read weekly; a letter that is
// made again before it was known to have left loses none.
func TestComingOnce(t *testing.T) {
	t.Parallel()
	for _, weekly := range []bool{false, true} {
		dice := rand.New(rand.NewPCG(7, 7))
		c := &calendar{}
		for n := range 200 {
			c.events = append(c.events, meets(fmt.Sprint("e-", n), "p-1", morning.Add(time.Duration(dice.IntN(60*24*60))*time.Minute)))
		}
		slices.SortFunc(c.events, func(a, b event.Event) int { return a.Start.At.Compare(b.Start.At) })
		s, told, step := gather(c), map[string]int{}, 24*time.Hour
		if weekly {
			step *= 7
		}
		ahead := Ahead(weekly)
		for since := morning.Add(-ahead - step); since.Before(morning.Add(60 * 24 * time.Hour)); {
			until := since.Add(step + time.Duration(dice.IntN(30))*time.Minute)
			if _, err := s.coming(t.Context(), "a-1", nil, since, until, ahead); err != nil { // killed: it is made once more, later
				t.Fatal(err)
			}
			until = until.Add(time.Minute)
			coming, err := s.coming(t.Context(), "a-1", nil, since, until, ahead)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range coming {
				if told[one.ID]++; !one.Start.At.After(until) {
					t.Errorf("weekly %v: %s has begun", weekly, one.ID)
				}
			}
			since = until
		}
		for _, e := range c.events {
			if told[e.ID] != 1 {
				t.Errorf("weekly %v: %s, which begins at %v, is told %d times", weekly, e.ID, e.Start.At, told[e.ID])
			}
		}
	}
}

// A letter looks within reach, leaves out pages at a distance and those that nobody sees, says nothing twice, and ends somewhere.
func TestComingInALetter(t *testing.T) {
	t.Parallel()
	since, until, ahead := morning.Add(-24*time.Hour), morning, Ahead(false)
	at := until.Add(ahead - time.Hour)
	c := &calendar{events: []event.Event{meets("e-far", "p-far", at), meets("e-hidden", "p-hidden", at), meets("e-told", "p-1", at), meets("e-1", "p-1", at), meets("e-2", "c-1", at), meets("e-late", "p-1", at.Add(2*time.Hour))},
		told: []notify.Notification{{ID: "n-1", Account: "a-1", Kind: notify.Convened, Page: "p-1", At: until.Add(-time.Hour), Thing: notify.Thing{Kind: notify.AboutEvent, ID: "e-told"}}}}
	s := gather(c)
	news, err := s.Digest(t.Context(), "a-1", since, until, ahead)
	if err != nil {
		t.Fatal(err)
	}
	if got := namesOf(news.Coming); !slices.Equal(got, []string{"e-1", "e-2"}) || news.Coming[1].By != "Page c-1" || news.OnlyComing() || news.Empty() {
		t.Errorf("told of %v, %+v", got, news)
	}
	if got := c.asked[0]; !slices.Equal(got.Pages, []string{"c-1", "p-1"}) || !slices.Equal(got.Clubs, []string{"c-1"}) {
		t.Errorf("looked at %+v", got)
	}
	for n := range 30 {
		c.events = append(c.events, meets(fmt.Sprint("e-more-", n), "p-1", at))
	}
	c.told = nil
	if news, err = s.Digest(t.Context(), "a-1", since, until, ahead); err != nil || len(news.Coming) != comingMost || !news.OnlyComing() {
		t.Errorf("%d events, %v", len(news.Coming), err)
	}
	if news, err = s.Digest(t.Context(), "a-1", until, until.Add(time.Minute), ahead); err != nil || !news.Empty() {
		t.Errorf("nothing is new, and %+v, %v", namesOf(news.Coming), err)
	}
}

// Who follows without an account hears of an event when it is announced, if it is near by then; of clubs they hear nothing.
func TestComingWithoutAccount(t *testing.T) {
	t.Parallel()
	since, until, ahead := morning.Add(-24*time.Hour), morning, Ahead(false)
	fresh, old, far := meets("e-fresh", "p-1", until.Add(time.Hour)), meets("e-old", "p-1", until.Add(time.Hour)), meets("e-far", "p-1", until.Add(ahead+time.Hour))
	fresh.Published, far.Published = until.Add(-time.Hour), until.Add(-time.Hour)
	c := &calendar{events: []event.Event{fresh, old, far}}
	news, err := gather(c).Of(t.Context(), []string{post.OfPage("p-1")}, since, until, ahead)
	if got := namesOf(news.Coming); err != nil || !slices.Equal(got, []string{"e-fresh"}) {
		t.Errorf("told of %v, %v", got, err)
	}
	if got := c.asked[0]; !slices.Equal(got.Pages, []string{"p-1"}) || got.Clubs != nil {
		t.Errorf("looked at %+v", got)
	}
	if _, err := gather(c).Of(t.Context(), nil, since, until, ahead); err != nil || len(c.asked) != 1 {
		t.Errorf("who follows nothing: %v", err)
	}
}
