package moderation

import (
	"context"
	"slices"
	"strings"
	"time"

	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Level is how far somebody is trusted. It grows with what they do, and nobody grants it.
type Level int

// The levels.
const (
	FirstDay    Level = iota // less may be said, and less often: see package limit
	NewHere                  // what they publish is looked at
	Established              // nothing of it
)

// The thresholds of trust.
const (
	FirstDayLasts = 24 * time.Hour
	NewLasts      = 7 * 24 * time.Hour  // of an account: a spammer seldom waits
	EnoughSaid    = 3                   // things that are seen
	DownCounts    = 90 * 24 * time.Hour // how long a thing that was taken down makes its author new again
	linksHeld     = 1                   // links in the words of a newcomer that hold them
	twiceLeast    = 20                  // characters of a text that is told from another
	twiceAmong    = 20                  // cases that it is compared with
)

// Standing is what somebody has shown so far.
type Standing struct {
	Since    time.Time // when the account was opened
	Said     int       // things that are seen, EnoughSaid at most
	Down     bool      // something of theirs was taken down lately
	Verified bool      // they answer for a verified page
}

// Level is how far that is trusted.
func (s Standing) Level(now time.Time) Level {
	age := now.Sub(s.Since)
	switch {
	case age < FirstDayLasts && !s.Verified:
		return FirstDay
	case s.Down:
		return NewHere
	case s.Verified || age >= NewLasts && s.Said >= EnoughSaid:
		return Established
	}
	return NewHere
}

// Past is what the nouns know of an account.
type Past interface {
	// Standing returns all but Said and Down.
	Standing(ctx context.Context, account string) (Standing, error)
	// Said counts what somebody has published and people see, no further than most.
	Said(ctx context.Context, account string, most int) (int, error)
}

// LevelOf is how far somebody is trusted now. Who moderates is.
func (s *Service) LevelOf(ctx context.Context, v viewer.Viewer) (Level, error) {
	if v.Moderates() {
		return Established, nil
	}
	st, err := s.past.Standing(ctx, v.Account)
	if err == nil && st.Level(s.now()) != FirstDay && !st.waits(s.now()) {
		err = s.look(ctx, v.Account, &st)
	}
	if err != nil {
		return FirstDay, err
	}
	return st.Level(s.now()), nil
}

// waits reports whether nothing but time, or a verified page, makes somebody more than new.
func (s Standing) waits(now time.Time) bool { return !s.Verified && now.Sub(s.Since) < NewLasts }

// look fills in what somebody said, as far as it counts, and whether some of it was taken down.
func (s *Service) look(ctx context.Context, account string, st *Standing) (err error) {
	if !st.Verified {
		if st.Said, err = s.past.Said(ctx, account, EnoughSaid); err != nil {
			return err
		}
	}
	cases, err := s.store.CasesConcerning(ctx, "compte:"+account, page.Req{Limit: page.MaxLimit})
	for _, c := range cases.Items {
		if last := c.lastDown(); c.isAuthor(Party{Account: account}) && s.now().Sub(last) < DownCounts {
			st.Down = true
		}
	}
	return err
}

// InFirstDay reports whether LevelOf somebody is FirstDay, at little cost.
func (s *Service) InFirstDay(ctx context.Context, v viewer.Viewer) (bool, error) {
	if v.Moderates() {
		return false, nil
	}
	st, err := s.past.Standing(ctx, v.Account)
	return st.Level(s.now()) == FirstDay, err
}

// lastDown is when a thing was taken down that is down still; the zero time when it is not.
func (c *Case) lastDown() (at time.Time) {
	for _, d := range c.Decisions {
		switch d.What {
		case TakenDown, Suspended:
			at = d.At
		case Restored, Reopened:
			at = time.Time{}
		}
	}
	return at
}

// linked reports whether words hold as many links as are a sign. Those that lead into the site itself are none: « @ » names a page, a
// quotation says where it is from.
func (s *Service) linked(w unseen.Words) bool {
	here := strings.Count(w.HTML, `<a href="/`) - strings.Count(w.HTML, `<a href="//`)
	if s.home != "" {
		here += strings.Count(w.HTML, `<a href="`+s.home+`/`)
	}
	return strings.Count(w.HTML, "<a ")-here >= linksHeld
}

// Screen looks at words that are about to be published or changed: those of a newcomer wait for a moderator's look, seen; with a sign of spam they are held until then.
func (s *Service) Screen(ctx context.Context, v viewer.Viewer, w unseen.Words) (unseen.Verdict, error) {
	return s.screen(ctx, v, w, true)
}

// Suspect is Screen for what everybody writes when they come, pages: only those with a sign of spam wait for a look.
func (s *Service) Suspect(ctx context.Context, v viewer.Viewer, w unseen.Words) (unseen.Verdict, error) {
	if !s.linked(w) {
		return unseen.Verdict{}, nil // whoever says it
	}
	return s.screen(ctx, v, w, false)
}

func (s *Service) screen(ctx context.Context, v viewer.Viewer, w unseen.Words, all bool) (unseen.Verdict, error) {
	level, err := s.LevelOf(ctx, v)
	if err != nil || level == Established {
		return unseen.Verdict{Follow: level == Established}, err
	}
	signs := []Sign{Newcomer}
	if s.linked(w) {
		signs = append(signs, Links)
	}
	twice := false
	if all { // two branches of one firm may say the same
		twice, err = s.saidBefore(ctx, w)
	}
	if err != nil {
		return unseen.Verdict{}, err
	}
	if twice {
		signs = append(signs, Twice)
	}
	if !all && len(signs) < 2 {
		return unseen.Verdict{}, nil
	}
	var mark *unseen.Mark
	err = s.edit(ctx, Kind(w.Kind), w.ID, func(c *Case) error {
		mark, err = s.notice(c, w, signs)
		return err
	})
	return unseen.Verdict{Mark: mark}, err
}

// notice writes into a case what was seen in words. The same words sent again are the same.
func (s *Service) notice(c *Case, w unseen.Words, signs []Sign) (*unseen.Mark, error) {
	if c.Title == w.Title && c.Text == w.Text && len(c.Signs)+len(c.Decisions) > 0 {
		return c.held(), errSame
	}
	c.take(Thing{Title: w.Title, Text: w.Text, Authors: []Party{{Account: w.By.Account}}})
	c.Page = w.By.Page
	for _, sign := range signs {
		if !slices.Contains(c.Signs, sign) {
			c.Signs = append(c.Signs, sign)
		}
	}
	s.want(c)
	if len(signs) < 2 {
		return c.held(), nil
	}
	if c.held() == nil {
		d := Decision{ID: id.New(), What: Held, At: s.now(), Ground: "publicite"}
		c.Decisions = append(c.Decisions, d)
		c.owe(OwesEntry, d.ID, d.At)
		for _, p := range c.Authors {
			s.tell(c, Told{What: Statement, Of: d.ID, To: p})
		}
	}
	return c.held(), nil
}

// held is the mark of a thing that is held; nil for another.
func (c *Case) held() *unseen.Mark {
	if last := c.Last(); last != nil && last.What == Held {
		return &unseen.Mark{At: last.At, Held: true}
	}
	return nil
}

// saidBefore reports whether the same person said the same elsewhere, lately. A page that announces its event once more, another season or
// another day, says nothing elsewhere.
func (s *Service) saidBefore(ctx context.Context, w unseen.Words) (bool, error) {
	said := text.Fold(w.Text)
	if text.Len(said) < twiceLeast {
		return false, nil
	}
	cases, err := s.store.CasesConcerning(ctx, "compte:"+w.By.Account, page.Req{Limit: twiceAmong})
	return slices.ContainsFunc(cases.Items, func(c Case) bool {
		return c.ID != CaseOf(Kind(w.Kind), w.ID) && c.isAuthor(Party{Account: w.By.Account}) && text.Fold(c.Text) == said && !c.announcesToo(w)
	}), err
}

// announcesToo reports whether c is about an event of the page that announces w, of which nobody took anything down.
func (c *Case) announcesToo(w unseen.Words) bool {
	return c.Kind == Event && Kind(w.Kind) == Event && c.Page != "" && c.Page == w.By.Page && !c.Down()
}
