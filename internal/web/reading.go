package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/page"
	"partant/views"
)

// newsMost is how many new answers are counted: more are « 99 ».
const newsMost = 99

// readUntil is how far whoever asks has read in a discussion; zero: nobody knows.
func (s *site) readUntil(c *fiber.Ctx, d *discussion.Discussion) (time.Time, error) {
	v := who(c).viewer()
	if !v.SignedIn() {
		return time.Time{}, nil
	}
	read, err := s.Reading.Until(c.UserContext(), v.Account, d.ID)
	return read[d.ID], err
}

// unreadOf says what is new to a member in a discussion, and marks it in the list. Reading changes nothing: a form does, which a script
// sends as soon as the page is shown.
func (s *site) unreadOf(c *fiber.Ctx, d *discussion.Discussion, a *views.Answers, until time.Time) (*views.TalkNews, error) {
	if !who(c).viewer().SignedIn() {
		return nil, nil
	}
	known := !until.IsZero()
	newest := d.Created
	u := &views.TalkNews{Path: talkPath(d.Slug) + "/lue", Token: who(c).token(), Last: a.Next == ""}
	var first time.Time
	for i := range a.List {
		one := &a.List[i]
		if one.Written.After(newest) && !one.Mine { // their own is noted by itself
			newest = one.Written
		}
		if one.New = known && !one.Deleted && !one.Mine && one.Written.After(until); !one.New {
			continue
		}
		if u.N++; first.IsZero() || one.Written.Before(first) {
			first, u.First = one.Written, one.ID
		}
	}
	if known && (a.Next != "" || a.First != "") {
		if err := s.newElsewhere(c, d, until, u); err != nil {
			return nil, err
		}
	}
	if known && !newest.After(until) && u.N == 0 {
		return nil, nil // nothing is to be written
	}
	u.Until = newest.UTC().Format(time.RFC3339Nano)
	return u, nil
}

// newElsewhere counts the new answers of a thread that has several pages, and finds the first of them.
func (s *site) newElsewhere(c *fiber.Ctx, d *discussion.Discussion, until time.Time, u *views.TalkNews) error {
	n, first, err := s.newSince(c, d.ID, until)
	if u.First == "" {
		u.Elsewhere = first
	}
	u.N = max(u.N, n)
	return err
}

// newSince counts the answers of others in a discussion after an instant, and finds the first of them. Whoever asks has read their own: the
// mark of it may be on its way.
func (s *site) newSince(c *fiber.Ctx, talk string, until time.Time) (n int, first string, err error) {
	of := comment.Target{Kind: comment.Discussion, ID: talk}
	n, err = s.Answers.Since(c.UserContext(), of, until, newsMost)
	if err != nil || n == 0 {
		return n, "", err
	}
	latest, err := s.Answers.Latest(c.UserContext(), of, min(n, page.MaxLimit))
	for i := range latest {
		switch {
		case !latest[i].Created.After(until):
		case latest[i].By.Account == who(c).account.ID:
			n--
		default:
			first = latest[i].ID
		}
	}
	return n, first, err
}

// markTalkRead notes how far a member has read in a discussion.
func (s *site) markTalkRead(c *fiber.Ctx) error {
	d, err := s.Talk.BySlug(c.UserContext(), c.Params("slug"))
	if err != nil {
		return err
	}
	until, err := time.Parse(time.RFC3339Nano, typed(c, views.FieldUntil))
	if err != nil {
		until = s.Now()
	}
	if err := s.Reading.Read(c.UserContext(), who(c).account.ID, d.ID, until); err != nil {
		return err
	}
	if c.Get("HX-Request") == "true" {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return seeOther(c, talkPath(d.Slug))
}

// markTalksRead notes that a member has read the discussions that a form names.
func (s *site) markTalksRead(c *fiber.Ctx) error {
	until, err := time.Parse(time.RFC3339Nano, typed(c, views.FieldUntil))
	if err != nil {
		until = s.Now()
	}
	ids := c.Request().PostArgs().PeekMulti(views.FieldRead)
	for _, id := range ids[:min(len(ids), page.MaxLimit)] {
		d, err := s.Talk.Get(c.UserContext(), string(id))
		if err != nil {
			continue // it went meanwhile: nothing is new in it
		}
		if err := s.Reading.Read(c.UserContext(), who(c).account.ID, d.ID, until); err != nil {
			return err
		}
	}
	return seeOther(c, "/discussions")
}

// fillUnread says what is new to a member in the discussions of a list: one read for all, and one count for each that moved.
func (s *site) fillUnread(c *fiber.Ctx, p *views.Common) error {
	v := who(c).viewer()
	if len(p.Talks) == 0 || !v.SignedIn() {
		return nil
	}
	ids := make([]string, len(p.Talks))
	for i, t := range p.Talks {
		ids[i] = t.ID
	}
	read, err := s.Reading.Until(c.UserContext(), v.Account, ids...)
	if err != nil {
		return err
	}
	p.News = map[string]int{}
	for _, t := range p.Talks {
		until, known := read[t.ID]
		if !known || !t.Active.After(until) {
			continue
		}
		if p.News[t.ID], _, err = s.newSince(c, t.ID, until); err != nil {
			return err
		}
	}
	p.Until = s.Now().UTC().Format(time.RFC3339Nano)
	return nil
}

// listedTalks are the discussions of a list, for what is new in them.
func listedTalks(list []discussion.Discussion) []views.TalkMoved {
	all := make([]views.TalkMoved, len(list))
	for i := range list {
		all[i] = views.TalkMoved{ID: list[i].ID, Active: list[i].Active}
	}
	return all
}
