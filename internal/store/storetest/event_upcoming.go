package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// ownVoice lets each speak for one page, which is called as they are.
type ownVoice struct{}

func (ownVoice) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	if page != "p-"+v.Account {
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// boxes knows everybody's address.
type boxes struct{}

func (boxes) AccountOf(context.Context, string) (string, error) { return "", nil }
func (boxes) Mailbox(_ context.Context, account string) (email, name string, err error) {
	return account + "@exemple.invalid", account, nil
}

// oneClub has some members.
type oneClub struct {
	page string
	in   []string
}

func (c *oneClub) Gathers(_ context.Context, page string) (bool, error) { return page == c.page, nil }
func (c *oneClub) In(_ context.Context, account, page string) (bool, error) {
	return page == c.page && slices.Contains(c.in, account), nil
}

// What comes for somebody is what they answered yes, perhaps or « I wait » to, and what is announced within their reach that they have not answered:
// never what is cancelled, over, hidden, a draft, their own, refused, out of the hours, or for others.
func eventUpcoming(t *testing.T, s event.Stores) {
	circle := &oneClub{"p-club", []string{"a-1"}}
	service := event.New(s, ownVoice{}, asTyped{}, func(string) bool { return true }, func() time.Time { return noon }, func() {}).Within(circle).
		Answered(boxes{}, event.Secrets{Print: func(email string) string { return email }, Seal: func(of string) string { return of }, Fits: func(of, word string) bool { return of == word }})
	me := viewer.Viewer{Account: "a-1", Role: viewer.Member}
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	put := func(id, page string, hours int, edit func(*event.Event)) event.Event {
		e := openEvent(id, at(hours))
		e.By, e.Hosts, e.Places, e.With, e.Approval = viewer.Author{Page: page, Account: "a-of-" + page}, nil, 1, 0, false
		if edit != nil {
			edit(&e)
		}
		ok(t, s.InsertEvent(t.Context(), e))
		return e
	}
	say := func(e event.Event, account string, says event.Says) {
		who := event.Member(account)
		_, err := s.Answer(t.Context(), e.Terms(), event.Answer{ID: event.IDOf(e.ID, who), Event: e.ID, Who: who, Account: account, Says: says, At: noon})
		ok(t, err)
	}
	members := func(e *event.Event) { e.For = event.Members }
	put("e-followed", "p-1", 30, nil)
	put("e-member", "p-club", 31, members)
	put("e-hosted", "p-2", 32, func(e *event.Event) { e.Hosts = []event.Host{{Page: "p-1", Asked: noon, Accepted: noon}} })
	say(put("e-placed", "p-3", 33, nil), "a-1", event.Partant)
	full := put("e-waits", "p-3", 34, nil)
	say(full, "a-2", event.Partant)
	say(full, "a-1", event.Partant)
	say(put("e-maybe", "p-3", 35, func(e *event.Event) { e.For, e.Concealed = event.Invited, true }), "a-1", event.Maybe)
	say(put("e-early", "p-3", 2, nil), "a-1", event.Partant)
	say(put("e-no", "p-1", 30, nil), "a-1", event.No)
	agreed := func(e *event.Event) { e.Approval = true }
	say(put("e-asked", "p-3", 36, agreed), "a-1", event.Partant)
	declined := put("e-declined", "p-3", 37, agreed)
	say(declined, "a-1", event.Partant)
	_, err := s.Judge(t.Context(), declined.Terms(), event.IDOf(declined.ID, event.Member("a-1")), event.Judgement{Verdict: event.Refuse, At: noon})
	ok(t, err)
	gone := put("e-left", "p-other-club", 30, members)
	say(gone, "a-1", event.Partant) // they were in once
	put("e-cancelled", "p-1", 30, func(e *event.Event) { e.Cancelled = noon })
	put("e-hidden", "p-1", 30, func(e *event.Event) { e.Down = &unseen.Mark{At: noon} })
	put("e-draft", "p-1", 30, func(e *event.Event) { e.Draft = true })
	put("e-invited", "p-1", 30, func(e *event.Event) { e.For, e.Concealed = event.Invited, true })
	put("e-mine", "p-1", 30, func(e *event.Event) { e.By.Account = "a-1" })
	put("e-later", "p-1", 48, nil)
	put("e-elsewhere", "p-9", 30, nil)

	reach := event.Reach{Pages: []string{"p-1", "p-club"}, Clubs: []string{"p-club"}}
	list := func(v viewer.Viewer, r event.Reach) (ids []string) {
		t.Helper()
		all, err := service.Upcoming(t.Context(), v, r, at(24), at(48))
		for _, d := range must(t, all, err) {
			ids = append(ids, d.ID)
			if want := map[string]event.Seat{"e-placed": event.Placed, "e-waits": event.Waiting, "e-asked": event.Asked}[d.ID]; v.SignedIn() && d.Answer.Seat != want {
				t.Errorf("%s: the answer is %+v", d.ID, d.Answer)
			}
		}
		return ids
	}
	same(t, list(me, reach), []string{"e-followed", "e-member", "e-hosted", "e-placed", "e-waits", "e-maybe", "e-asked"})
	same(t, list(viewer.Viewer{}, event.Reach{Pages: []string{"p-1"}}), []string{"e-followed", "e-mine", "e-no", "e-hosted"})
	same(t, list(viewer.Viewer{Account: "a-7", Role: viewer.Member}, event.Reach{}), nil)
	_, err = s.UpdateEvent(t.Context(), full.ID, func(e *event.Event) error { e.Cancelled = noon; return nil })
	ok(t, err)
	same(t, list(me, event.Reach{}), []string{"e-placed", "e-maybe", "e-asked"})
}
