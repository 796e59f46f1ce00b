package mailroom

import (
	"context"
	"net/url"
	"time"

	"partant/internal/account"
	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/digest"
	"partant/internal/mail"
	"partant/internal/notify"
	"partant/internal/text"
)

// News finds what is new to a member: see digest.Service.
type News interface {
	Word(ctx context.Context, account string, now time.Time) (digest.News, error)
	Digest(ctx context.Context, account string, since, until time.Time, ahead time.Duration) (digest.News, error)
}

// NewsBox holds the letters about what is new: digests, and those who are written to at once. They are found when they leave, so
// that what was read meanwhile is not in them; when nothing is left to tell, none leaves.
type NewsBox struct {
	Site   Site
	Store  Accounts
	News   News
	Mailed func(ctx context.Context, account string, ids []string) error                    // notify.Service.Mailed
	Done   func(ctx context.Context, account string, paid debt.Debt, until time.Time) error // account.Service.NewsSent
	Stop   func(account string) string                                                      // account.Service.StopLink
	Ends   func(l club.Letters, of, account string) string                                  // club.Service.StopLink
}

// settled is how old news must be to be told: what was dated before it was stored is stored by then.
const settled = 2 * time.Minute

// Take implements Box. An account that is told nothing is passed over, and the next one looked at.
func (b NewsBox) Take(ctx context.Context, now time.Time, lease time.Duration) ([]Owed, error) {
	for {
		accounts, err := b.Store.TakeDue(ctx, now, lease, 1, account.OwesDigest, account.OwesWord)
		if err != nil || len(accounts) == 0 {
			return nil, err
		}
		for _, d := range accounts[0].Owes.Leased(now, lease, account.OwesDigest, account.OwesWord) {
			o, some, err := b.owed(ctx, accounts[0], d, now)
			if err != nil {
				return nil, err
			}
			if some {
				return []Owed{o}, nil // one letter: what the other debt would tell again is told by then
			}
		}
	}
}

// owed is the letter of a debt, if there is something to tell. If not, the debt is paid.
func (b NewsBox) owed(ctx context.Context, a account.Account, d debt.Debt, now time.Time) (o Owed, some bool, err error) {
	until := now.Add(-settled)
	var news digest.News
	switch {
	case !a.Reachable() || d.Kind == account.OwesDigest && a.NewsTo.IsZero():
	case d.Kind == account.OwesWord:
		news, err = b.News.Word(ctx, a.ID, now)
	default:
		news, err = b.News.Digest(ctx, a.ID, a.NewsTo, until, digest.Ahead(a.Rhythm == account.Weekly))
	}
	if err != nil {
		return o, false, err
	}
	if news.Empty() {
		return o, false, b.Done(ctx, a.ID, d, until)
	}
	return Owed{Letter: b.letter(a, d, news), Tries: d.Tries,
		Sent: func(ctx context.Context) error {
			if err := b.Mailed(ctx, a.ID, news.IDs()); err != nil {
				return err
			}
			return b.Done(ctx, a.ID, d, until)
		},
		Later: func(ctx context.Context, due time.Time) error {
			_, err := b.Store.Update(ctx, a.ID, func(a *account.Account) error { a.Owes.Delay(d.ID, due); return nil })
			return err
		}}, true, nil
}

// newsList names the letters about what is new (RFC 2919).
const newsList = "nouvelles"

// letter tells the news. Its ID is that of the debt: of the notification that came first, or of the day.
func (b NewsBox) letter(a account.Account, d debt.Debt, news digest.News) mail.Letter {
	words := in(a.Language)
	tell := words.word(news.Told, b.Site)
	if d.Kind == account.OwesDigest {
		tell = words.digest(news, b.Site)
	}
	l := tell.letter(d.ID, mail.Address{Name: a.Name, Email: a.Email}, words)
	l.Parts, l.List, l.Thread = b.parts(news, words), newsList, thread(news)
	l.Unsubscribe = b.Site.Base + "/lettres/arret/" + b.Stop(a.ID)
	if of, some := ofClub(news); some {
		l.List, l.Unsubscribe = string(of.Letters)+"-club", b.Site.Base+"/lettres/arret/"+b.Ends(of.Letters, of.Club, a.ID)
	}
	l.Action.URL = b.Site.Base + "/notifications"
	switch {
	case news.OnlyComing():
		l.Action.URL = b.Site.Base + "/evenements"
	case len(news.Told) == 0:
		l.Action.URL = b.Site.Base + "/fil"
	}
	if d.Kind == account.OwesWord && len(news.Told) == 1 {
		one := news.Told[0]
		l.Parts, l.Quote, l.Action.URL = nil, text.Cut(one.Words, quoted), b.address(one)
	}
	l.More = append(l.More, mail.Action{Label: words.chooseRhythm(), URL: b.Site.Base + "/compte#vos-e-mails"})
	return l
}

// ofClub are the letters of a club that all news is of, if it is so: these alone end by the link of the letter.
func ofClub(news digest.News) (of club.Stopping, some bool) {
	if len(news.Coming)+len(news.Posts)+len(news.Talks) > 0 {
		return of, false
	}
	for i, t := range news.Told {
		one := club.Stopping{Letters: club.OfNews, Club: t.Club}
		if t.Kind.OfMembership() {
			one.Letters = club.OfReminders
		} else if t.Kind != notify.Announced {
			return of, false
		}
		if one.Club == "" || i > 0 && one != of {
			return of, false
		}
		of = one
	}
	return of, len(news.Told) > 0
}

// quoted is how much of an answer a letter quotes, in characters.
const quoted = 1000

// thread is the conversation that all news is about, if it is one.
func thread(news digest.News) (of string) {
	if len(news.Coming)+len(news.Posts)+len(news.Talks) > 0 {
		return ""
	}
	for _, t := range news.Told {
		if t.Thing.Kind != notify.AboutTalk || of != "" && of != t.Thing.ID {
			return ""
		}
		of = t.Thing.ID
	}
	return of
}

// parts are the lists of a letter.
func (b NewsBox) parts(news digest.News, words language) (parts []mail.Part) {
	add := func(of newsPart, items []mail.Item) {
		if len(items) > 0 {
			parts = append(parts, mail.Part{Title: words.newsTitle(of), Items: items})
		}
	}
	var told, coming, posts, talks []mail.Item
	for _, t := range news.Told {
		told = append(told, mail.Item{Text: words.told(t), URL: b.address(t), Note: text.Cut(text.Line(t.Words), hinted)})
	}
	for i := range news.Coming {
		c := &news.Coming[i]
		coming = append(coming, mail.Item{Text: c.Title, URL: b.Site.Base + "/evenements/" + url.PathEscape(c.Slug), Note: words.coming(c, b.Site)})
	}
	for _, e := range news.Posts {
		posts = append(posts, mail.Item{Text: e.Post.Heading(), URL: b.Site.Base + "/publications/" + url.PathEscape(e.Post.Slug), Note: e.By.Name})
	}
	for _, t := range news.Talks {
		talks = append(talks, mail.Item{Text: t.Title, URL: b.Site.Base + "/discussions/" + url.PathEscape(t.Slug), Note: words.talk(t)})
	}
	add(partTold, told)
	add(partComing, coming)
	add(partPosts, posts)
	add(partTalks, talks)
	return parts
}

// hinted is how much of an answer a list shows.
const hinted = 120

// newsPart is one of the lists.
type newsPart int

const (
	partTold newsPart = iota
	partComing
	partPosts
	partTalks
)

// address is where what concerns somebody is read.
func (b NewsBox) address(t digest.Told) string { return b.Site.Base + t.Thing.Path(t.Kind) }
