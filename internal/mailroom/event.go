package mailroom

import (
	"context"
	"errors"
	"net/url"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/mail"
)

// Meetings is what the mailroom asks of events: see event.Service.
type Meetings interface {
	ForLetters(ctx context.Context, event string) (event.Event, error)
	Hears(ctx context.Context, e *event.Event, a *event.Answer) (bool, error)
	Sent(ctx context.Context, a *event.Answer, paid debt.Debt) error
	Later(ctx context.Context, a *event.Answer, tried debt.Debt, due time.Time) error
	Link(a *event.Answer) string
}

// DueAnswers hands out who is owed a letter about an event: see event.Answers.
type DueAnswers func(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]event.Answer, error)

// EventBox holds the letters to those who answer events: is the address yours, you are partant, you wait, there is room now, it is
// changed, it does not take place.
type EventBox struct {
	Site     Site
	Due      DueAnswers
	Service  Meetings
	Accounts interface {
		Get(ctx context.Context, id string) (account.Account, error)
	}
	Town func(commune string) string
	// Calendar is the entry that a letter brings to a calendar, or takes from it.
	Calendar func(e *event.Event, cancel bool, to mail.Address) mail.Attachment
	// Pass is what somebody with a place shows at the door: its code, and the picture of it.
	Pass func(e *event.Event, a *event.Answer) (code string, picture mail.Picture, err error)
}

// eventsTogether is how many letters about events are taken at once.
const eventsTogether = 8

// Take implements Box.
func (b EventBox) Take(ctx context.Context, now time.Time, lease time.Duration) (owed []Owed, err error) {
	due, err := b.Due(ctx, now, lease, eventsTogether, event.Mailed...)
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, event.Mailed...) {
			o, err := b.owed(ctx, &due[i], d, now)
			if errors.Is(err, fault.NotFound) { // nobody is left to tell, or nothing to tell of
				err = b.Service.Sent(ctx, &due[i], d)
			} else if err == nil {
				owed = append(owed, o)
			}
			if err != nil {
				return owed, err
			}
		}
	}
	return owed, err
}

// owed writes one letter; fault.NotFound when nobody is left to read it.
func (b EventBox) owed(ctx context.Context, a *event.Answer, d debt.Debt, now time.Time) (Owed, error) {
	e, err := b.Service.ForLetters(ctx, a.Event)
	if err == nil {
		var hears bool
		if hears, err = b.Service.Hears(ctx, &e, a); err == nil && (!hears || recall(d.Kind) && !e.Recalls(a, d.Kind, now)) {
			err = fault.NotFound
		}
	}
	if err != nil {
		return Owed{}, err
	}
	to, words, err := b.reader(ctx, a, d.Kind)
	if err != nil {
		return Owed{}, err
	}
	l, err := b.letter(&e, a, d, to, words)
	return Owed{Letter: l, Tries: d.Tries, Until: e.End.At,
		Sent:  func(ctx context.Context) error { return b.Service.Sent(ctx, a, d) },
		Later: func(ctx context.Context, due time.Time) error { return b.Service.Later(ctx, a, d, due) }}, err
}

// reader is who gets a letter, and in which language. Guests read French: nobody has asked them. Who has confirmed nothing may be
// anybody: they are not called by a name that a stranger typed.
func (b EventBox) reader(ctx context.Context, a *event.Answer, kind string) (mail.Address, language, error) {
	if a.Email != "" && (a.Account == "" || kind == event.OwesConfirm || kind == event.OwesAgain) {
		to := mail.Address{Email: a.Email}
		if kind != event.OwesConfirm && kind != event.OwesAgain {
			to.Name = a.Name
		}
		return to, french{}, nil
	}
	who, err := b.Accounts.Get(ctx, a.Account)
	return mail.Address{Name: who.Name, Email: who.Email}, in(who.Language), err
}

// meeting is what a letter about an event speaks of.
type meeting struct {
	kind   string // of the debt
	title  string
	start  time.Time
	place  string
	online string
	reason string
	seat   event.Seat
	with   int
	gone   bool // its page is not there any more
	dated  bool // others have the same title: it is a date of a series

	agreed bool       // a host said yes to them
	word   string     // what the host said with the verdict
	had    event.Seat // for OwesReopened: what they had
}

// subject is the title, with the day where the title says too little; at is the day in words.
func (m meeting) subject(at string) string {
	if m.dated {
		return m.title + ", " + at
	}
	return m.title
}

func (b EventBox) letter(e *event.Event, a *event.Answer, d debt.Debt, to mail.Address, words language) (l mail.Letter, err error) {
	m := meeting{kind: d.Kind, title: e.Title, start: e.Start.At, place: e.Place, online: e.Online, reason: e.Reason, seat: a.Seat, with: a.With, gone: e.Unseen() != nil, dated: e.Series != "",
		agreed: e.Approval && a.People > 0, had: event.Seat(d.From)}
	if m.judged() {
		m.word = a.Word
	}
	if town := b.Town(e.Commune); town != "" && m.place != "" {
		m.place += ", " + town
	}
	said := words.meeting(m, b.Site)
	l = said.letter(d.ID, to, words)
	page := b.Site.Base + "/evenements/" + url.PathEscape(e.Slug)
	mine, pass := page+"#partant", page+"/billet"
	if a.Email != "" {
		mine = b.Site.Base + "/partants/" + b.Service.Link(a)
		pass = mine + "/billet"
	}
	switch {
	case m.gone:
		l.Action.URL = b.Site.Base + "/evenements"
	case d.Kind == event.OwesConfirm || d.Kind == event.OwesAgain:
		l.Action.URL = mine
	default:
		l.Action.URL = page
		if m.pass() {
			l.More = append(l.More, mail.Action{Label: words.pass(), URL: pass})
			l.Code, l.Shown, err = b.Pass(e, a)
			l.Shown.Alt = words.pass()
		}
		for _, label := range said.More {
			l.More = append(l.More, mail.Action{Label: label, URL: mine})
		}
	}
	if l.Quote = m.word; d.Kind == event.OwesCancelled {
		l.Quote = m.reason
	}
	if m.entry() {
		l.Attached = b.Calendar(e, m.takesBack(), to)
	}
	return l, err
}

// pass reports whether a letter brings what is shown at the door.
func (m meeting) pass() bool { return m.seat == event.Placed && m.entry() && !m.takesBack() }

// entry reports whether a letter speaks to calendars: those who have a place, or had one.
func (m meeting) entry() bool {
	return m.kind == event.OwesOut || m.reopened() || m.seat == event.Placed && m.kind != event.OwesAgain && !recall(m.kind)
}

func (m meeting) takesBack() bool {
	return m.kind == event.OwesOut || m.kind == event.OwesCancelled || m.reopened()
}

// reopened reports whether a host took back a yes that had brought a place.
func (m meeting) reopened() bool { return m.kind == event.OwesReopened && m.had == event.Placed }

// judged reports whether a letter may tell what a host said.
func (m meeting) judged() bool {
	return m.kind == event.OwesDeclined || m.kind == event.OwesPlaced || m.kind == event.OwesWaiting
}

// recall reports whether a letter reminds somebody, or asks again: it is told only as long as it is true.
func recall(kind string) bool { return kind == event.OwesRemind || kind == event.OwesNudge }
