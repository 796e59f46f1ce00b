package app

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/mail"
	"partant/internal/mail/outbox"
	"partant/internal/mailroom"
	"partant/views"
)

// openMailroom opens the post and puts before it a box for each noun that owes letters.
func (a *App) openMailroom(now clock.Clock) error {
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
		mailroom.ReportBox{Site: say, Store: a.stores.reports, Accounts: a.Accounts, Done: a.Moderation.Sent},
		mailroom.GuestBox{Site: say, Store: a.stores.answers, Done: a.Answers.Sent, Later: a.Answers.Later},
		mailroom.ClaimBox{Site: say, Claims: a.Claims},
		mailroom.PageBox{Site: say, Store: a.stores.profiles, Accounts: a.Accounts})
	return nil
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
