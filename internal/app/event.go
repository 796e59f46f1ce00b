package app

import (
	"context"
	"errors"
	"net/url"

	"partant/internal/account"
	"partant/internal/calendar"
	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/convene"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/markdown"
	"partant/internal/minutes"
	"partant/internal/moderation"
	"partant/internal/qr"
	"partant/internal/unseen"
	"partant/internal/viewer"
	"partant/internal/web"
)

// openEvents puts together what people meet for, and who comes.
func (a *App) openEvents(ctx context.Context, now clock.Clock) error {
	print, err := a.printer(ctx)
	if err != nil {
		return err
	}
	known := func(commune string) bool { _, ok := a.Territory.Town(commune); return ok }
	wake := func() { a.Mailroom.Wake(); a.Convene.Wake(); a.Notifier.Wake(); a.Relay.Wake(); a.Locator.Wake() }
	a.Events = event.New(a.stores.events, a.Profiles, markdown.New(), known, now, wake).Naming(namer{a.Profiles}).Indexed(func() { a.Said.Wake() }).Relayed().Within(circle{a}).OfConversations(a.proposer).Apart(a.Distances.Meets).Scheduling(a.standing).
		Answered(mailboxes{a.stores.accounts}, event.Secrets{Print: print, Seal: func(of string) string { return a.Trap.Seal(of) }, Fits: func(of, word string) bool { return a.Trap.Fits(of, word) }})
	a.Minutes = minutes.New(a.stores.minutes, attended{a.Events}, markdown.New(), now, func() { a.Notifier.Wake() })
	a.Events.With(func(ctx context.Context, event string) error {
		return errors.Join(a.Minutes.Clear(ctx, event), a.clearBelow(ctx, comment.Target{Kind: comment.Event, ID: event}))
	}).Repeating(calendar.Repeat)
	a.mapEvents()
	lab, err := a.outside()
	if err != nil {
		return err
	}
	a.calendars = calendar.NewFetcher(a.Base, lab)
	a.openRelay(lab, now)
	a.Convene = convene.New(a.stores.events, a.Events, a.Answers, a.Accounts, now)
	return nil
}

// proposer is the event.Origins that asks what people answer, as who reads in ctx may.
func (a *App) proposer(ctx context.Context, o event.Origin) (account string, err error) {
	if o.Answer != "" {
		c, err := a.Answers.ForReader(ctx, o.Answer)
		if err == nil && (c.Target != comment.Target{Kind: comment.Kind(o.Kind), ID: o.ID}) {
			err = fault.NotFound
		}
		return c.By.Account, err
	}
	switch comment.Kind(o.Kind) {
	case comment.Discussion:
		d, err := a.Talk.Get(ctx, o.ID)
		return d.By.Account, err
	case comment.Post:
		p, err := a.Posts.Get(ctx, o.ID)
		return p.By.Account, err
	case comment.Event:
		e, err := a.Events.ForReader(ctx, o.ID)
		return e.By.Account, err
	}
	return "", fault.NotFound
}

// attended is the minutes.Events that asks events.
type attended struct{ events *event.Service }

// Stands implements minutes.Events.
func (a attended) Stands(ctx context.Context, v viewer.Viewer, slug string) (minutes.Standing, error) {
	e, err := a.events.BySlug(ctx, v, slug)
	return a.stands(ctx, v, &e, err)
}

// StandsBy implements minutes.Events.
func (a attended) StandsBy(ctx context.Context, v viewer.Viewer, id string) (minutes.Standing, error) {
	e, err := a.events.Get(ctx, v, id)
	return a.stands(ctx, v, &e, err)
}

func (a attended) stands(ctx context.Context, v viewer.Viewer, e *event.Event, err error) (minutes.Standing, error) {
	if err != nil {
		return minutes.Standing{}, err
	}
	mine, err := a.events.Of(ctx, v, e)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return minutes.Standing{}, err
	}
	return web.Standing(e, a.events.Can(ctx, v, e), &mine), nil
}

// circle is the event.Circle that asks rooms.
type circle struct{ *App }

// Gathers implements event.Circle.
func (c circle) Gathers(ctx context.Context, page string) (bool, error) {
	h, err := c.Clubs.At(ctx, viewer.Viewer{}, page)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return h.Room.IsOpen(), err
}

// In implements event.Circle.
func (c circle) In(ctx context.Context, account, page string) (bool, error) {
	return c.Clubs.Reaches(ctx, account, page)
}

// mailboxes is the event.Accounts that asks accounts.
type mailboxes struct{ accounts account.Store }

// AccountOf implements event.Accounts.
func (m mailboxes) AccountOf(ctx context.Context, email string) (string, error) {
	a, err := m.accounts.ByEmail(ctx, email)
	if errors.Is(err, fault.NotFound) {
		return "", nil
	}
	return a.ID, err
}

// Mailbox implements event.Accounts.
func (m mailboxes) Mailbox(ctx context.Context, id string) (email, name string, err error) {
	a, err := m.accounts.Get(ctx, id)
	return a.Email, a.Name, err
}

type judgedEvents struct {
	*App
	authors authors
}

// Look implements moderation.Noun.
func (j judgedEvents) Look(ctx context.Context, id string) (moderation.Thing, error) {
	e, err := j.Events.Moderated(ctx, id)
	if err != nil {
		return moderation.Thing{}, err
	}
	by, err := j.authors.of(ctx, e.By)
	return moderation.Thing{Title: e.Title, Text: e.Words(), Path: "/evenements/" + url.PathEscape(e.Slug), Authors: by, Mark: e.Down}, err
}

// Mark implements moderation.Noun.
func (j judgedEvents) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return j.Events.Mark(ctx, id, m)
}

// entry is what a letter brings to a calendar, or takes from it. Who runs the site answers for it: the addresses of those who run the
// event are nobody's business.
func (a *App) entry(e *event.Event, cancel bool, to mail.Address) mail.Attachment {
	method, m := calendar.Request, web.EventMeeting(e, a.Base, a.Territory.TownName(e.Commune))
	if m.Cancelled = m.Cancelled || cancel; cancel {
		method = calendar.Cancel
	}
	m.Stamp, m.Attendee = a.now(), calendar.Person{Name: to.Name, Email: to.Email}
	if from, err := a.cfg.Sender(); err == nil { // it was right when the program began
		m.Organiser = calendar.Person{Name: a.site().Region.Name, Email: from.Address}
	}
	return mail.Attachment{Name: "evenement.ics", Type: "text/calendar; charset=utf-8; method=" + string(method), Text: calendar.Write(method, m)}
}

// passPixels is how large a module of the code is drawn in a letter.
const passPixels = 6

// pass is what a letter shows to those at the door.
func (a *App) pass(e *event.Event, who *event.Answer) (string, mail.Picture, error) {
	code, err := a.Events.Pass(who)
	if err != nil {
		return "", mail.Picture{}, err
	}
	drawn, err := qr.PNG(web.PassAddress(a.Base, e.Slug, code), passPixels)
	return code, mail.Picture{Name: "billet.png", Type: "image/png", Data: drawn}, err
}
