package web

import (
	"context"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/text"
	"partant/views"
)

// readFeed is /fil: what a member follows, or all that is published, or what is published under a tag (?sujet=).
func (s *site) readFeed(c *fiber.Ctx) error {
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	v := who(c).viewer()
	p := views.FeedPage{Chrome: s.chrome(c, "Le fil", views.NavFeed), Tag: text.Cut(text.Line(c.Query("sujet")), post.MaxTag), Later: !cursor.IsZero()}
	p.Mine = v.SignedIn() && p.Tag == "" && c.Query(string(views.ParamView)) != views.ViewAll
	desk := s.pieces.desk(c.UserContext())
	found, base, err := s.feedOf(c, &p, page.Req{Limit: postsShown, Cursor: cursor})
	if err == nil {
		found.Items, err = met(s, c, found.Items, func(e *feed.Entry) string { return e.By.ID })
	}
	if err != nil {
		return err
	}
	if p.Mine && !p.Later {
		p.Suggested = s.suggested(c, p.Chrome, "/fil")
	}
	if p.Days, err = s.days(c.UserContext(), desk, found.Items); err != nil {
		return err
	}
	p.Next = older(base, found.Next)
	p.Chrome.Description = "Ce que publient les entreprises, les clubs, les institutions et les personnes " + s.Territory.Region.Of + "."
	p.Chrome.Canonical, p.Chrome.NoIndex = s.canonical("/fil"), p.Tag != "" || p.Later
	p.Chrome.Feed = offers("Le fil", "/fil")
	if p.Tag != "" {
		p.Chrome.Feed = offers("Ce qui se publie : "+p.Tag, tagPath(p.Tag))
	}
	if v.SignedIn() && p.Tag == "" && !p.Later {
		if p.Form, err = s.postForm(c, ""); err != nil {
			return err
		}
		p.Form.Draft.Key = id.New()
	}
	return show(c, views.Feed(p))
}

// feedOf reads the feed that was asked for. Base is its address, to which a cursor can be added.
func (s *site) feedOf(c *fiber.Ctx, p *views.FeedPage, req page.Req) (found page.Of[feed.Entry], base string, err error) {
	ctx := c.UserContext()
	switch {
	case p.Mine:
		found, err = s.Feed.Of(ctx, who(c).viewer(), req)
		return found, "/fil?", err
	case p.Tag != "":
		found, err = s.Feed.From(ctx, []string{post.OfTag(p.Tag)}, req)
		return found, "/fil?sujet=" + url.QueryEscape(p.Tag) + "&", err
	case who(c).viewer().SignedIn():
		found, err = s.Feed.Local(ctx, req)
		return found, "/fil?vue=" + views.ViewAll + "&", err
	}
	found, err = s.Feed.Local(ctx, req)
	return found, "/fil?", err
}

// days puts a feed under the headings of its days, in the hours of here.
func (s *site) days(ctx context.Context, at desk, entries []feed.Entry) (days []views.PostDay, err error) {
	now := s.local()
	for i := range entries {
		e := &entries[i]
		published := e.Post.Published.In(clock.Paris)
		day := dayOf(published, now)
		if len(days) == 0 || days[len(days)-1].Day != day {
			days = append(days, views.PostDay{Day: day})
		}
		drawn := at.kept("news " + e.Post.ID)
		if drawn == nil {
			item := s.postItem(&e.Post, s.byline(&e.By))
			item.At = views.Clock(published.Hour()*60 + published.Minute())
			news, err := views.DrawNews(ctx, item)
			if drawn, err = at.keep("news "+e.Post.ID, news, err); err != nil {
				return nil, err
			}
		}
		last := &days[len(days)-1]
		last.Items = append(last.Items, views.PostItem{Drawn: drawn})
	}
	return days, nil
}

// dayOf is the heading of a day.
func dayOf(at, now time.Time) string {
	switch {
	case sameDay(at, now):
		return "Aujourd'hui"
	case sameDay(at, now.AddDate(0, 0, -1)):
		return "Hier"
	}
	return views.Day(at)
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }

// fillHomeNews adds the last publications of all to the front page.
func (s *site) fillHomeNews(c *fiber.Ctx, p *views.HomePage) error {
	found, err := s.Feed.Local(c.UserContext(), page.Req{Limit: newsShown})
	if err == nil {
		found.Items, err = met(s, c, found.Items, func(e *feed.Entry) string { return e.By.ID })
	}
	for _, e := range found.Items {
		p.News = append(p.News, s.brief(&e.Post, s.byline(&e.By)))
	}
	return err
}

// older is the address of the next page, which base begins; empty on the last one.
func older(base string, next page.Cursor) string {
	if next.IsZero() {
		return ""
	}
	return base + "suite=" + url.QueryEscape(next.String())
}

// moment writes an instant in the hours of here; nothing for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return views.Moment(t.In(clock.Paris))
}
