package app

import (
	"context"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/mail"
	"partant/internal/mailroom"
	"partant/views"
)

// openMailroom opens the post and puts before it a box for each noun that owes letters.
func (a *App) openMailroom(now clock.Clock) error {
	post, err := openPost(a.cfg, now)
	if err != nil {
		return err
	}
	site := a.site()
	say := mailroom.Site{Name: "Partant " + site.Region.Name, Base: site.BaseURL, Moment: func(t time.Time) string { return views.Moment(t.In(clock.Paris)) }}
	a.Mailroom = mailroom.New(post, dresser{site}, a.stores.letters, now, a.log,
		mailroom.TicketBox{Site: say, Store: a.stores.accounts, Done: a.Accounts.Sent},
		mailroom.NoticeBox{Site: say, Store: a.stores.accounts},
		mailroom.MessageBox{Site: say, Store: a.stores.messages, Accounts: a.Accounts, Done: a.Messages.Sent},
		mailroom.ReportBox{Site: say, Store: a.stores.reports, Accounts: a.Accounts, Done: a.Moderation.Sent})
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
