package notify

import (
	"context"
	"errors"
	"strings"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/page"
)

func aboutEvent(e *event.Event) Thing {
	return Thing{Kind: AboutEvent, ID: e.ID, Slug: e.Slug, Title: e.Title}
}

// Followers lists who follows something: see follow.Store.
type Followers interface {
	FollowersOf(ctx context.Context, t follow.Target, req page.Req) (page.Of[follow.Follow], error)
}

// Members lists those of a club: see club.Lists.
type Members interface {
	MembersAmong(ctx context.Context, among string, req page.Req) (page.Of[club.Member], error)
}

// EventBox tells those who follow a page, and the members of its club but those who want no announcements, that it announces an event; of a
// network the boards of its clubs too. What is for members is told to them alone. They may be many: each payment tells some and notes how far it came.
type EventBox struct {
	Events    event.Lists
	Followers Followers
	Members   Members
	Boards    func(ctx context.Context, network string) (accounts []string, err error)
}

// The lists of who is told, as the debt names them; a cursor may follow.
const (
	toFollowers = "suivent"
	toMembers   = "membres"
)

// DueNotices implements Due. It takes one event at a time.
func (b EventBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, _ int) (all []Notice, err error) {
	due, err := b.Events.DueEvents(ctx, now, lease, 1, event.OwesNews)
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, event.OwesNews) {
			n := Notice{Of: due[i].ID, Debt: d, But: due[i].By.Account, Kind: Convened, Page: due[i].By.Page, At: due[i].Published, Thing: aboutEvent(&due[i]),
				Dropped: due[i].Draft || due[i].Unseen() != nil || due[i].IsCancelled() || due[i].Over || due[i].For == event.Invited}
			if !n.Dropped {
				n.Debt.Due = now // the rest, if there is any
				n.To, n.Debt.From, err = b.hear(ctx, &due[i], d.From)
			} else {
				n.Debt.From = ""
			}
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, err
}

// hear returns some of those who are told, and from where the next ones are; empty when these were the last.
func (b EventBox) hear(ctx context.Context, e *event.Event, from string) (accounts []string, next string, err error) {
	list, after, _ := strings.Cut(from, " ")
	cursor, err := page.ParseCursor(after)
	if err != nil {
		return nil, "", err
	}
	if req := (page.Req{Limit: page.MaxLimit, Cursor: cursor}); list == toMembers || e.For == event.Members {
		list = toMembers
		accounts, cursor, err = b.members(ctx, e.By.Page, req)
	} else {
		list = toFollowers
		accounts, cursor, err = b.followers(ctx, e.By.Page, req)
	}
	switch {
	case !cursor.IsZero():
		next = list + " " + cursor.String()
	case list == toFollowers:
		next = toMembers
	}
	return accounts, next, err
}

func (b EventBox) followers(ctx context.Context, of string, req page.Req) (accounts []string, next page.Cursor, err error) {
	found, err := b.Followers.FollowersOf(ctx, follow.Target{Kind: follow.Page, ID: of}, req)
	for _, f := range found.Items {
		accounts = append(accounts, f.Account)
	}
	return accounts, found.Next, err
}

func (b EventBox) members(ctx context.Context, of string, req page.Req) (accounts []string, next page.Cursor, err error) {
	found, err := b.Members.MembersAmong(ctx, club.Among(of, club.In), req)
	for _, m := range found.Items {
		if !m.Quiet {
			accounts = append(accounts, m.Account)
		}
	}
	if err == nil && found.Next.IsZero() && b.Boards != nil {
		boards, err := b.Boards(ctx, of)
		return append(accounts, boards...), found.Next, err
	}
	return accounts, found.Next, err
}

// Told implements Due.
func (b EventBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Events.SettleEvent(ctx, of, func(o *debt.Owes) {
		if paid.From == "" {
			o.Clear(paid)
		} else {
			o.Reach(paid)
		}
	})
}

// Recalls is what the box of reminders asks of events: see event.Service.
type Recalls interface {
	ForLetters(ctx context.Context, event string) (event.Event, error)
	Hears(ctx context.Context, e *event.Event, a *event.Answer) (bool, error)
	Sent(ctx context.Context, a *event.Answer, paid debt.Debt) error
}

// DueAnswers hands out who is to be told: see event.Answers.
type DueAnswers func(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]event.Answer, error)

// RemindBox reminds those who come, and asks those who may.
type RemindBox struct {
	Due    DueAnswers
	Events Recalls
}

// DueNotices implements Due.
func (b RemindBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Due(ctx, now, lease, limit, event.Notices...)
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, event.Notices...) {
			n, err := b.notice(ctx, &due[i], d, now)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, err
}

func (b RemindBox) notice(ctx context.Context, a *event.Answer, d debt.Debt, now time.Time) (n Notice, err error) {
	n = Notice{Of: a.Event + " " + a.ID, Debt: d, To: []string{a.Account}, Kind: Reminded, At: now, Dropped: true}
	if d.Kind == event.OwesNudgeTold {
		n.Kind = Nudged
	}
	e, err := b.Events.ForLetters(ctx, a.Event)
	if errors.Is(err, fault.NotFound) {
		return n, nil
	}
	hears := false
	if err == nil && e.Recalls(a, d.Kind, now) {
		hears, err = b.Events.Hears(ctx, &e, a)
	}
	n.Page, n.Thing, n.Dropped = e.By.Page, aboutEvent(&e), !hears
	return n, err
}

// Told implements Due.
func (b RemindBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	of, answer, _ := strings.Cut(of, " ")
	return b.Events.Sent(ctx, &event.Answer{Event: of, ID: answer}, paid)
}
