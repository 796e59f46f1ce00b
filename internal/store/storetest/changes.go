package storetest

import (
	"context"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/mailroom"
	"partant/internal/minutes"
	"partant/internal/notify"
	"partant/internal/profile"
	"partant/internal/signin"
)

// Opened is a store as one process has it open.
type Opened struct {
	Profiles ProfileStore
	Accounts AccountStore
	Attempts signin.Attempts
	Letters  mailroom.Lost
	Follows  follow.Stores
	Told     notify.Store
	Talk     discussion.Stores
	Answers  comment.Stores
	Events   event.Stores
	Minutes  minutes.Store
	Changes  func(context.Context) (uint64, error) // of what pages show

	ProfileChanges func(context.Context) (uint64, error) // of profiles alone

	SubjectChanges func(context.Context) (uint64, error) // of what is answered, and not of answers

	// AccountChanges is of accounts, sessions and follows; nil where nobody remembers those.
	AccountChanges func(context.Context) (uint64, error)
}

// Changes runs the suite of the counters that processes remember by: a write shows at once, whoever made it, and what is
// remembered outlives a write that does not concern it. open gives one fresh store, opened by two processes.
func Changes(t *testing.T, open func(t *testing.T) (here, there Opened)) {
	for name, check := range map[string]func(t *testing.T, here, there Opened){
		"Pages": changesOfPages, "Profiles": changesOfProfiles, "Subjects": changesOfSubjects, "Accounts": changesOfAccounts, "Refused": changesRefused,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			here, there := open(t)
			check(t, here, there)
		})
	}
}

// write is one step of a store's life.
type write struct {
	name string
	do   func() error
}

func owingProfile() profile.Profile {
	p := fullProfile()
	p.Owes = debt.Owes{{ID: "d", Kind: profile.OwesIndex, Due: noon}}
	return p
}

// followed has somebody follow a page whose followers were not counted since.
func followed(t *testing.T, s Opened) {
	t.Helper()
	ok(t, s.Follows.InsertFollow(t.Context(), fullFollow(id.New(), aPage)))
}

// pageWrites change what pages show, once the page is followed.
func pageWrites(ctx context.Context, s Opened) []write {
	return append(profileWrites(ctx, s), talkWrites(ctx, s)...)
}

// profileWrites change profiles.
func profileWrites(ctx context.Context, s Opened) []write {
	p := owingProfile()
	p.Slug, p.OldSlugs, p.SIRET = p.ID, nil, "" // beside others
	rename := func(p *profile.Profile) error { p.Name = "Autre"; return nil }
	return []write{
		{"insert", func() error { return s.Profiles.Insert(ctx, p) }},
		{"update", func() error { _, err := s.Profiles.Update(ctx, p.ID, rename); return err }},
		{"settle", func() error { return s.Profiles.Settle(ctx, []profile.Profile{p}) }}, // the index has changed
	}
}

// talkWrites change what pages show beside profiles, once the page is followed.
func talkWrites(ctx context.Context, s Opened) []write {
	return append(subjectWrites(ctx, s), answerWrites(ctx, s)...)
}

// subjectWrites change what is answered, once the page is followed.
func subjectWrites(ctx context.Context, s Opened) []write {
	d := fullDiscussion(id.New())
	answered := func(d *discussion.Discussion) error { d.Answers++; return nil }
	return []write{
		{"followers counted", func() error {
			_, err := s.Follows.Recount(ctx, aPage)
			return err
		}},
		{"discussion", func() error { return s.Talk.Insert(ctx, d) }},
		{"discussion counted", func() error { _, err := s.Talk.Update(ctx, d.ID, answered); return err }},
	}
}

// answerWrites change what is said below something, who comes, and what is talked about there: each is shown, and makes no subject old.
func answerWrites(ctx context.Context, s Opened) []write {
	c := livingComment()
	return []write{
		{"answer", func() error { return s.Answers.Insert(ctx, c) }},
		{"answer removed", func() error { return s.Answers.Remove(ctx, c.ID) }},
		{"partant", func() error { _, err := s.Events.Answer(ctx, room(9), says(c.ID, event.Partant, 0)); return err }},
		{"topic", func() error {
			_, err := s.Minutes.EditRecord(ctx, c.ID, func(r *minutes.Record) error { *r = fullMinutes(c.ID); return nil })
			return err
		}},
	}
}

// accountWrites change accounts, sessions and follows.
func accountWrites(ctx context.Context, s Opened) []write {
	f := fullFollow(id.New(), aTag)
	a, session := fullAccount(), fullSession("s-1", "a-1")
	rename := func(a *account.Account) error { a.Name = "Autre"; return nil }
	return []write{
		{"account", func() error { return s.Accounts.Insert(ctx, a) }},
		{"account changed", func() error { _, err := s.Accounts.Update(ctx, a.ID, rename); return err }},
		{"account due", func() error { _, err := s.Accounts.TakeDue(ctx, noon, time.Minute, 9); return err }},
		{"session", func() error { return s.Accounts.PutSession(ctx, session) }},
		{"session ended", func() error { return s.Accounts.EndSession(ctx, session.Digest) }},
		{"follow", func() error { return s.Follows.InsertFollow(ctx, f) }},
		{"follow due", func() error { _, err := s.Follows.DueFollows(ctx, noon, time.Minute, 9, follow.OwesCount); return err }},
		{"follow ended", func() error {
			_, err := s.Follows.UpdateFollow(ctx, f.ID, func(f *follow.Follow) error { f.Ended = noon; return nil })
			return err
		}},
	}
}

// quietWrites change what no process remembers.
func quietWrites(ctx context.Context, s Opened) []write {
	try := func(t *account.Ticket) error { t.Tries++; return nil }
	n := fullNotification("a-9", "d-9")
	return []write{
		{"counted as before", func() error { _, err := s.Follows.Recount(ctx, aTag); return err }},
		{"told", func() error { return s.Told.PutNotification(ctx, n) }},
		{"told and read", func() error { return s.Told.MarkAllRead(ctx, "a-9", noon, noon) }},
		{"ticket", func() error { return s.Accounts.PutTicket(ctx, fullTicket("t-1")) }},
		{"ticket tried", func() error { _, err := s.Accounts.UpdateTicket(ctx, "t-1", try); return err }},
		{"ticket due", func() error { _, err := s.Accounts.DueTickets(ctx, noon, time.Minute, 9); return err }},
		{"ticket taken", func() error { _, err := s.Accounts.TakeTicket(ctx, "t-1"); return err }},
		{"attempt", func() error { return s.Attempts.PutAttempt(ctx, fullAttempt("d")) }},
		{"attempt taken", func() error { _, err := s.Attempts.TakeAttempt(ctx, "d"); return err }},
		{"letter lost", func() error { return s.Letters.Lose(ctx, fullLetter(1)) }},
		{"letters swept", func() error { return s.Letters.SweepLost(ctx, noon.Add(time.Hour)) }},
		{"answers leased", func() error { _, err := s.Answers.TakeDue(ctx, noon, time.Minute, 9); return err }},
		{"answer settled", func() error { return s.Answers.Settle(ctx, "c-0", debt.Debt{ID: "o-1"}) }},
		{"profiles leased", func() error { _, err := s.Profiles.Take(ctx, noon, time.Minute, 9); return err }},
	}
}

// reader asks for a number again and again.
type reader func(context.Context) (uint64, error)

func (r reader) at(t *testing.T) uint64 {
	t.Helper()
	n, err := r(t.Context())
	ok(t, err)
	return n
}

// moves does each write and sees that here knows at once, and there soon.
func moves(t *testing.T, writes []write, here, there reader) {
	t.Helper()
	for _, w := range writes {
		was, wasThere := here.at(t), there.at(t)
		ok(t, w.do())
		if now := here.at(t); now == was {
			t.Errorf("%s: %d stays %d", w.name, was, now)
		}
		for deadline := time.Now().Add(10 * time.Second); there.at(t) == wasThere; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s: the other process never hears of it", w.name)
			}
		}
	}
}

// stays does each write and sees that neither process takes what it remembers for old.
func stays(t *testing.T, writes []write, here, there reader) {
	t.Helper()
	const news = 120 * time.Millisecond // more than the news of another process take
	time.Sleep(news)
	was, wasThere := here.at(t), there.at(t)
	for _, w := range writes {
		ok(t, w.do())
		if now := here.at(t); now != was {
			t.Errorf("%s: %d after %d", w.name, now, was)
		}
	}
	time.Sleep(news)
	if now, nowThere := here.at(t), there.at(t); now != was || nowThere != wasThere {
		t.Errorf("later: %d after %d; in the other process %d after %d", now, was, nowThere, wasThere)
	}
}

func changesOfPages(t *testing.T, here, there Opened) {
	ctx := t.Context()
	ok(t, here.Profiles.Insert(ctx, owingProfile())) // to be leased
	owing := livingComment()
	owing.ID = "c-0"
	ok(t, here.Answers.Insert(ctx, owing))
	stays(t, append(quietWrites(ctx, here), accountWrites(ctx, here)...), here.Changes, there.Changes)
	followed(t, here)
	moves(t, pageWrites(ctx, here), here.Changes, there.Changes)
	followed(t, there)
	moves(t, pageWrites(ctx, there), there.Changes, here.Changes)
}

func changesOfProfiles(t *testing.T, here, there Opened) {
	ctx := t.Context()
	followed(t, here)
	stays(t, append(talkWrites(ctx, here), accountWrites(ctx, here)...), here.ProfileChanges, there.ProfileChanges)
	moves(t, profileWrites(ctx, here), here.ProfileChanges, there.ProfileChanges)
	moves(t, profileWrites(ctx, there), there.ProfileChanges, here.ProfileChanges)
}

func changesOfSubjects(t *testing.T, here, there Opened) {
	ctx := t.Context()
	followed(t, here)
	stays(t, append(answerWrites(ctx, here), accountWrites(ctx, here)...), here.SubjectChanges, there.SubjectChanges)
	stays(t, profileWrites(ctx, here), here.SubjectChanges, there.SubjectChanges)
	moves(t, subjectWrites(ctx, here), here.SubjectChanges, there.SubjectChanges)
	followed(t, there)
	moves(t, subjectWrites(ctx, there), there.SubjectChanges, here.SubjectChanges)
}

func changesOfAccounts(t *testing.T, here, there Opened) {
	if here.AccountChanges == nil {
		return
	}
	ctx := t.Context()
	ok(t, here.Profiles.Insert(ctx, owingProfile()))
	followed(t, here)
	stays(t, append(quietWrites(ctx, here), pageWrites(ctx, here)...), here.AccountChanges, there.AccountChanges)
	moves(t, accountWrites(ctx, here), here.AccountChanges, there.AccountChanges)
	moves(t, accountWrites(ctx, there)[3:], there.AccountChanges, here.AccountChanges)
}

func changesRefused(t *testing.T, here, there Opened) {
	p := fullProfile()
	ok(t, here.Profiles.Insert(t.Context(), p))
	stays(t, []write{{"the same again", func() error {
		wantErr(t, here.Profiles.Insert(t.Context(), p), fault.Conflict)
		return nil
	}}}, here.Changes, there.Changes)
}
