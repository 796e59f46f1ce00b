package app

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/digest"
	"partant/internal/id"
	"partant/internal/mail"
	"partant/internal/mail/outbox"
	"partant/internal/mailroom"
	"partant/views"
)

// openMailroom opens the post and puts before it a box for each noun that owes letters.
func (a *App) openMailroom(ctx context.Context, now clock.Clock) error {
	post, err := openPost(a.cfg, now)
	if err != nil {
		return err
	}
	if dir, only := a.cfg.Outbox(); only && a.Base.Hostname() == "localhost" {
		post = laptop{post, dir, a.log}
	}
	site := a.site()
	say := mailroom.Site{Name: "Partant " + site.Region.Name, Base: site.BaseURL, Moment: func(t time.Time) string { return views.Moment(t.In(clock.Paris)) }}
	a.Mailroom = mailroom.New(post, dresser{site}, a.stores.letters, now, a.log,
		mailroom.TicketBox{Site: say, Store: a.stores.accounts, Done: a.Accounts.Sent},
		mailroom.NoticeBox{Site: say, Store: a.stores.accounts},
		mailroom.MessageBox{Site: say, Store: a.stores.messages, Accounts: a.Accounts, Done: a.Messages.Sent},
		mailroom.CaseBox{Site: say, Store: a.stores.moderation, Accounts: a.Accounts, Settle: a.Moderation.Settle, Done: a.Moderation.Sent, Seal: a.Trap.Seal},
		mailroom.BellBox{Site: say, Store: a.stores.accounts, Waiting: a.waiting},
		mailroom.GuestBox{Site: say, Store: a.stores.answers, Done: a.Answers.Sent, Later: a.Answers.Later},
		mailroom.SubscriberBox{Site: say, Due: a.stores.byLetter.DueSubscribers, Service: a.ByLetter},
		mailroom.EventBox{Site: say, Due: a.stores.events.DueAnswers, Service: a.Events, Accounts: a.Accounts, Town: a.Territory.TownName, Calendar: a.entry, Pass: a.pass},
		mailroom.ClaimBox{Site: say, Claims: a.Claims},
		a.clubBox(say),
		mailroom.PageBox{Site: say, Store: a.stores.profiles, Accounts: a.Accounts})
	stops, err := a.stores.secrets.Secret(ctx, "arret", id.Secret())
	a.Accounts.WithStops(stops)
	a.Clubs.WithStops(stops)
	news := &digest.Service{Notices: a.Notices, Feed: a.Feed, Talks: a.Talk, Answers: a.Answers, Pages: a.Profiles, Around: a.hides, Recommended: a.Recommendations, Clubs: a.Clubs, Events: a.Events, Minutes: a.Minutes, Contacts: a.Contacts}
	a.Digests = mailroom.New(post, dresser{site}, a.stores.letters, now, a.log,
		mailroom.NewsBox{Site: say, Store: a.stores.accounts, News: news, Mailed: a.Notices.Mailed, Done: a.Accounts.NewsSent, Stop: a.Accounts.StopLink, Ends: a.Clubs.StopLink},
		mailroom.SubscriberNewsBox{Site: say, Due: a.stores.byLetter.DueSubscribers, Service: a.ByLetter, News: news})
	return err
}

// dresser is the mail.Dresser that draws letters as the pages are drawn.
type dresser struct{ site *views.Site }

// Dress implements mail.Dresser.
func (d dresser) Dress(ctx context.Context, l mail.Letter) (string, error) {
	var out strings.Builder
	err := views.Letter(d.site, l).Render(ctx, &out)
	return out.String(), err
}

// laptop is the post of a site that only its own machine can reach and that has no mail server: whoever tries Partant
// there reads the codes of letters where the program runs. Codes are in no log of a site that others can reach.
type laptop struct {
	mail.Carrier
	dir string
	log *slog.Logger
}

// Carry implements mail.Carrier.
func (l laptop) Carry(ctx context.Context, m mail.Message) error {
	err := l.Carrier.Carry(ctx, m)
	if err == nil && m.Code != "" {
		l.log.Info("a letter with a code", "to", m.To.Email, "code", m.Code, "file", outbox.Path(l.dir, m.ID))
	}
	return err
}
