// Package figures counts what the house already knows of a page, for the team of that page. Nobody's visits are among it, since
// nothing is recorded about who reads.
package figures

import (
	"context"
	"errors"
	"time"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/recommendation"
	"partant/internal/viewer"
)

// Most is how far followers and answers are counted: a page that has more costs no more.
const Most = 1000

// Count is a number, or the least that it may be.
type Count struct {
	N    int
	More bool // there may be more
}

// upTo is a number that was counted up to most.
func upTo(n, most int) Count { return Count{N: n, More: n >= most} }

// Trend is a number and how much of it is new.
type Trend struct{ All, Month, Year Count }

// Figures are those of one page.
type Figures struct {
	Page     profile.Profile // as the store has it
	Edits    bool            // who looks may change it
	Complete profile.Completeness

	Followers Trend
	Posts     Trend
	Seen      int   // how many publications the two that follow are of: the last ones
	Answers   Count // below them
	Reactions Count // to them
	Below     Count // questions and answers below the page itself; institutions are asked in discussions instead

	Recommendations Count
	Letters         Count              // that arrived by the form, and are still kept
	Asked           *discussion.Record // nil: it is no institution
}

// Pages reads pages: see profile.Store.
type Pages interface {
	BySlug(ctx context.Context, slug string) (profile.Profile, error)
}

// Follows counts followers: see follow.Service.
type Follows interface {
	Counted(ctx context.Context, t follow.Target) (int, error)
	Since(ctx context.Context, t follow.Target, since time.Time, most int) (int, error)
}

// Posts lists publications: see post.Service.
type Posts interface {
	OfPage(ctx context.Context, pageID string, req page.Req) (page.Of[post.Post], error)
}

// Answers counts answers: see comment.Service.
type Answers interface {
	Since(ctx context.Context, t comment.Target, since time.Time, most int) (int, error)
}

// Reactions knows how many there are: see reaction.Service.
type Reactions interface {
	Of(ctx context.Context, v viewer.Viewer, things []reaction.Thing) (map[string]reaction.Said, error)
}

// Recommendations counts what is said of a page: see recommendation.Service.
type Recommendations interface {
	Count(ctx context.Context, page string) (int, error)
}

// Letters counts what was written to a page: see message.Service.
type Letters interface {
	Received(ctx context.Context, pageID string) (n int, more bool, err error)
}

// Talk knows how institutions answer: see discussion.Service.
type Talk interface {
	RecordOf(ctx context.Context, institution string) (discussion.Record, error)
}

// Service counts. Each of its numbers is read along an index and bounded, so that no page costs more than another.
type Service struct {
	Pages           Pages
	Follows         Follows
	Posts           Posts
	Answers         Answers
	Reactions       Reactions
	Recommendations Recommendations
	Letters         Letters
	Talk            Talk
	Now             clock.Clock
}

// Of returns the figures of a page to who may read them: see profile.Profile.CanRead. Errors: fault.SignedOut, fault.Forbidden,
// fault.NotFound, fault.Gone.
func (s *Service) Of(ctx context.Context, v viewer.Viewer, slug string) (_ Figures, err error) {
	defer fault.Wrap(&err, "figures.Of(%.80q)", slug)
	p, err := s.Pages.BySlug(ctx, slug)
	switch {
	case err != nil:
		return Figures{}, err
	case !v.SignedIn():
		return Figures{}, fault.SignedOut
	case !p.CanRead(v):
		return Figures{}, fault.Forbidden
	}
	f := Figures{Page: p, Edits: p.CanEdit(v), Complete: p.Completeness()}
	return f, errors.Join(s.followers(ctx, &f), s.posts(ctx, &f), s.said(ctx, &f), s.letters(ctx, &f))
}

// since are the instants from which something is new: a month of thirty days, and twelve months.
func (s *Service) since() (month, year time.Time) {
	now := s.Now()
	return now.AddDate(0, 0, -30), now.AddDate(-1, 0, 0)
}

func (s *Service) followers(ctx context.Context, f *Figures) error {
	of := follow.Target{Kind: follow.Page, ID: f.Page.ID}
	month, year := s.since()
	all, err := s.Follows.Counted(ctx, of)
	lately, failed := s.Follows.Since(ctx, of, month, Most)
	before, wrong := s.Follows.Since(ctx, of, year, Most)
	f.Followers = Trend{Count{N: all}, upTo(lately, Most), upTo(before, Most)}
	return errors.Join(err, failed, wrong)
}

// posts looks at the last hundred publications, what was answered below them and what was said of them without a word.
func (s *Service) posts(ctx context.Context, f *Figures) error {
	list, err := s.Posts.OfPage(ctx, f.Page.ID, page.Req{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	month, year := s.since()
	f.Posts = Trend{published(list, time.Time{}), published(list, month), published(list, year)}
	f.Seen, f.Answers.More, f.Reactions.More = len(list.Items), f.Posts.All.More, f.Posts.All.More
	things := make([]reaction.Thing, len(list.Items))
	for i := range list.Items {
		f.Answers.N += list.Items[i].Answers
		things[i] = reaction.Thing{Kind: reaction.OfPost, ID: list.Items[i].ID}
	}
	said, err := s.Reactions.Of(ctx, viewer.Viewer{}, things)
	for _, one := range said {
		for _, n := range one.Counts {
			f.Reactions.N += n
		}
	}
	return err
}

// published counts those of a list, the last first, that were published since an instant.
func published(list page.Of[post.Post], since time.Time) (c Count) {
	for i := range list.Items {
		if !list.Items[i].Published.Before(since) {
			c.N++
		}
	}
	c.More = c.N == len(list.Items) && !list.Next.IsZero()
	return c
}

// said counts what others say on the page and of it.
func (s *Service) said(ctx context.Context, f *Figures) error {
	n, err := s.Recommendations.Count(ctx, f.Page.ID)
	f.Recommendations = upTo(n, recommendation.MostCounted)
	if f.Page.Kind == profile.Institution {
		r, failed := s.Talk.RecordOf(ctx, f.Page.ID)
		f.Asked = &r
		return errors.Join(err, failed)
	}
	n, failed := s.Answers.Since(ctx, comment.Target{Kind: comment.Page, ID: f.Page.ID}, time.Unix(0, 0), Most) // no instant at all is none that stores compare with
	f.Below = upTo(n, Most)
	return errors.Join(err, failed)
}

func (s *Service) letters(ctx context.Context, f *Figures) (err error) {
	f.Letters.N, f.Letters.More, err = s.Letters.Received(ctx, f.Page.ID)
	return err
}
