// Package digest gathers what is new to a member, for the letters that tell them: what concerns them and was not read, and what
// is new where they follow. It is found when it is asked for; nothing is kept, nothing was copied to anybody before.
package digest

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/contact"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/minutes"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/viewer"
)

// How much a letter tells: the rest is on the site.
const (
	toldMost   = 20
	postsMost  = 10
	talksMost  = 10
	lookedMost = 100 // how much of each list is looked through
)

// stale is how old what concerns somebody may be when it is first told by letter.
const stale = 8 * 24 * time.Hour

// News is what is new to a member.
type News struct {
	Told   []Told       // what concerns them, the last first
	Coming []Coming     // events that come near, the first to begin first
	Posts  []feed.Entry // what is published where they follow, the last first
	Talks  []Talk       // discussions where they follow, the last that moved first
}

// Told is a notification, and what it speaks of as it is today.
type Told struct {
	notify.Notification
	By    string // name of the page that acted; empty: somebody who is not named
	Words string // what was answered; empty for other things
	Club  string // id of the club that announces it to its member, or whose membership it is; empty for other things
}

// Talk is a discussion that is new, or was answered since.
type Talk struct {
	discussion.Discussion
	By string // name of the page that opened it
}

// Empty reports whether there is nothing to tell.
func (n *News) Empty() bool { return len(n.Told)+len(n.Coming)+len(n.Posts)+len(n.Talks) == 0 }

// OnlyComing reports whether events that come near are all there is to tell.
func (n *News) OnlyComing() bool {
	return len(n.Coming) > 0 && len(n.Told)+len(n.Posts)+len(n.Talks) == 0
}

// IDs are those of the notifications that n tells of.
func (n *News) IDs() []string {
	ids := make([]string, len(n.Told))
	for i := range n.Told {
		ids[i] = n.Told[i].ID
	}
	return ids
}

// Notices reads notifications: see notify.Service.
type Notices interface {
	Of(ctx context.Context, account string, req page.Req) (page.Of[notify.Notification], error)
}

// Feed reads what is published: see feed.Service.
type Feed interface {
	Sources(ctx context.Context, account string) ([]string, error)
	From(ctx context.Context, sources []string, req page.Req) (page.Of[feed.Entry], error)
}

// Talks reads discussions: see discussion.Service.
type Talks interface {
	Get(ctx context.Context, id string) (discussion.Discussion, error)
	List(ctx context.Context, f discussion.Filter, req page.Req) (page.Of[discussion.Discussion], error)
}

// Answers reads answers: see comment.Service.
type Answers interface {
	Get(ctx context.Context, id string) (comment.Comment, error)
}

// Recommended reads recommendations: see recommendation.Service.
type Recommended interface {
	Get(ctx context.Context, id string) (recommendation.Recommendation, error)
}

// Pages reads those pages that everybody sees: see profile.Service.
type Pages interface {
	Many(ctx context.Context, v viewer.Viewer, ids []string) ([]profile.Profile, error)
}

// Service gathers what is new.
type Service struct {
	Notices Notices
	Feed    Feed
	Talks   Talks
	Answers Answers
	Pages   Pages
	Around  Around // nil: nothing is hidden from anybody

	Recommended Recommended
	Clubs       Clubs
	Events      Events
	Minutes     Minutes
	Contacts    Contacts
}

// Contacts reads what members exchange: see contact.Service.
type Contacts interface {
	Get(ctx context.Context, v viewer.Viewer, id string) (contact.Exchange, error)
}

// Minutes reads what came of events: see minutes.Service.
type Minutes interface {
	Pressing(ctx context.Context, account, event string) ([]minutes.Action, error)
	Read(ctx context.Context, v viewer.Viewer, event string) error
}

// Events reads events: see event.Service.
type Events interface {
	Get(ctx context.Context, v viewer.Viewer, id string) (event.Event, error)
	ForReader(ctx context.Context, id string) (event.Event, error) // what is said below it
	Upcoming(ctx context.Context, v viewer.Viewer, r event.Reach, since, before time.Time) ([]event.Date, error)
}

// Clubs reads announcements, and who is a member: see club.Service.
type Clubs interface {
	Announcement(ctx context.Context, v viewer.Viewer, id string) (club.Announcement, error)
	Renewing(ctx context.Context, account, club, kind string) (club.Member, error)
	Hears(ctx context.Context, club, account string) (bool, error)
	Of(ctx context.Context, account string) iter.Seq2[club.Member, error]
}

// Around says of which pages an account sees and hears nothing.
type Around func(ctx context.Context, account string) (hides func(page string) bool, err error)

// hides is what an account does not see.
func (s *Service) hides(ctx context.Context, account string) (func(page string) bool, error) {
	if s.Around == nil {
		return func(string) bool { return false }, nil
	}
	return s.Around(ctx, account)
}

// Word is what concerns an account, was not read, and was in no letter yet. What is gone by now, or was done by a page that
// nobody sees any more, is left out.
func (s *Service) Word(ctx context.Context, account string, now time.Time) (_ News, err error) {
	defer fault.Wrap(&err, "digest.Word")
	list, err := s.Notices.Of(ctx, account, page.Req{Limit: lookedMost})
	if err != nil {
		return News{}, err
	}
	hides, err := s.hides(ctx, account)
	if err != nil {
		return News{}, err
	}
	var ids []string
	fresh := slices.DeleteFunc(list.Items, func(n notify.Notification) bool {
		return hides(n.Page) || !n.Read.IsZero() || !n.Mailed.IsZero() || now.Sub(n.At) > stale
	})
	for i := range fresh {
		ids = append(ids, fresh[i].Page, fresh[i].Thing.ID)
	}
	pages, err := s.pages(ctx, ids)
	if err != nil {
		return News{}, err
	}
	var news News
	for _, n := range fresh[:min(len(fresh), toldMost)] {
		t, there, err := s.told(ctx, n, pages)
		if err != nil {
			return News{}, err
		}
		if there {
			news.Told = append(news.Told, t)
		}
	}
	return news, nil
}

// pages are those of the ids that everybody sees.
func (s *Service) pages(ctx context.Context, ids []string) (map[string]profile.Profile, error) {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.Pages.Many(ctx, viewer.Viewer{}, ids)
	byID := make(map[string]profile.Profile, len(found))
	for i := range found {
		byID[found[i].ID] = found[i]
	}
	return byID, err
}

// told fills in what a notification speaks of, and reports whether it is still there.
func (s *Service) told(ctx context.Context, n notify.Notification, pages map[string]profile.Profile) (t Told, there bool, err error) {
	by, seen := pages[n.Page]
	if n.Page != "" && !seen {
		return t, false, nil
	}
	t = Told{Notification: n, By: by.Name}
	switch n.Thing.Kind {
	case notify.AboutAnnouncement:
		return s.announcement(ctx, t)
	case notify.AboutPage, notify.AboutClub:
		about, seen := pages[n.Thing.ID]
		t.Thing.Slug, t.Thing.Title = about.Slug, about.Name
		if seen && n.Kind.OfMembership() {
			return s.membership(ctx, t)
		}
		return t, seen, nil
	case notify.AboutContact:
		_, err = s.Contacts.Get(ctx, viewer.Viewer{Account: t.Account}, t.Thing.ID)
		if errors.Is(err, fault.NotFound) {
			return t, false, nil
		}
		return t, err == nil, err
	case notify.AboutEvent:
		return s.event(ctx, t)
	case notify.AboutTalk:
		return s.answer(ctx, t)
	case notify.AboutRecommendation:
		return s.recommendation(ctx, t)
	}
	return t, true, nil
}

// answer fills in what was answered.
func (s *Service) answer(ctx context.Context, t Told) (_ Told, there bool, err error) {
	_, err = s.Talks.Get(viewer.With(ctx, viewer.Viewer{Account: t.Account}), t.Thing.ID)
	if err == nil {
		return s.said(ctx, t)
	}
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		return t, false, nil
	}
	return t, false, err
}

// said fills in the words of an answer, if it is one that t tells of.
func (s *Service) said(ctx context.Context, t Told) (_ Told, there bool, err error) {
	id, of := t.Thing.Answer()
	if !of {
		return t, true, nil
	}
	c, err := s.Answers.Get(ctx, id)
	if errors.Is(err, fault.NotFound) || err == nil && c.Unseen() != nil {
		return t, false, nil
	}
	t.Words = c.Body
	return t, err == nil, err
}

// event fills in what is announced, to who may see it.
func (s *Service) event(ctx context.Context, t Told) (_ Told, there bool, err error) {
	if t.Kind == notify.Reminded || t.Kind == notify.Nudged { // they have a letter of their own
		return t, false, nil
	}
	e, err := s.Events.Get(ctx, viewer.Viewer{Account: t.Account}, t.Thing.ID)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		return t, false, nil
	}
	t.Thing.Slug, t.Thing.Title = e.Slug, e.Title
	if err == nil && !e.IsCancelled() && t.Kind.OfMinutes() {
		return s.minutes(ctx, t)
	}
	if _, said := t.Thing.Answer(); err == nil && said {
		_, err = s.Events.ForReader(viewer.With(ctx, viewer.Viewer{Account: t.Account}), t.Thing.ID)
		if errors.Is(err, fault.NotFound) {
			return t, false, nil
		}
		if err != nil {
			return t, false, err
		}
		return s.said(ctx, t)
	}
	t.Words = e.Purpose
	return t, err == nil && !e.IsCancelled() && !e.Over, err
}

// minutes fills in what is to be done, for who may read the minutes: they are news once the event is over.
func (s *Service) minutes(ctx context.Context, t Told) (_ Told, there bool, err error) {
	if t.Kind == notify.Pressing {
		var left []minutes.Action
		left, err = s.Minutes.Pressing(ctx, t.Account, t.Thing.ID)
		for _, a := range left {
			t.Words += a.What + "\n"
		}
	}
	if err == nil {
		err = s.Minutes.Read(ctx, viewer.Viewer{Account: t.Account}, t.Thing.ID)
	}
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		return t, false, nil
	}
	return t, err == nil, err
}

// announcement fills in what the board of a club announces, to who is still a member.
func (s *Service) announcement(ctx context.Context, t Told) (_ Told, there bool, err error) {
	a, err := s.Clubs.Announcement(ctx, viewer.Viewer{Account: t.Account}, t.Thing.ID)
	if errors.Is(err, fault.NotFound) {
		return t, false, nil
	}
	t.Thing.Title, t.Words = a.Title, a.Body
	if err == nil {
		var hears bool
		if hears, err = s.Clubs.Hears(ctx, a.Club, t.Account); hears {
			t.Club = a.Club
		}
	}
	return t, err == nil, err
}

// membership fills in when it ends, for who has not renewed it yet.
func (s *Service) membership(ctx context.Context, t Told) (_ Told, there bool, err error) {
	kind := club.OwesEnding
	if t.Kind == notify.Lapsing {
		kind = club.OwesEnds
	}
	m, err := s.Clubs.Renewing(ctx, t.Account, t.Thing.ID, kind)
	if errors.Is(err, fault.NotFound) {
		return t, false, nil
	}
	t.Club = m.Club
	t.Words = "À jour jusqu'au " + m.Paid.In(clock.Paris).Format("02/01/2006") + ". Renouvelez-la auprès du bureau. Pour ne plus recevoir ces rappels, cochez la case au bas de la salle du club."
	return t, err == nil, err
}

// recommendation fills in what was said of a page, or replied.
func (s *Service) recommendation(ctx context.Context, t Told) (_ Told, there bool, err error) {
	r, err := s.Recommended.Get(ctx, t.Thing.ID)
	switch {
	case errors.Is(err, fault.NotFound):
		return t, false, nil
	case err != nil:
		return t, false, err
	case t.Kind == notify.Recommended:
		t.Words = r.Body
		return t, true, nil
	}
	said := r.Answer()
	if said == nil {
		return t, false, nil
	}
	t.Words = said.Body
	return t, true, nil
}

// Digest is Word, and what is new since an instant, and before another, where the account follows: events are so long Ahead of their beginning.
func (s *Service) Digest(ctx context.Context, account string, since, until time.Time, ahead time.Duration) (news News, err error) {
	defer fault.Wrap(&err, "digest.Digest")
	if news, err = s.Word(ctx, account, until); err != nil {
		return news, err
	}
	sources, err := s.Feed.Sources(ctx, account)
	if err != nil {
		return news, err
	}
	if news.Posts, err = s.posts(ctx, account, sources, since, until); err != nil {
		return news, err
	}
	if news.Talks, err = s.talks(ctx, account, sources, since, until); err != nil {
		return news, err
	}
	coming, err := s.coming(ctx, account, sources, since, until, ahead)
	if err != nil {
		return news, err
	}
	hides, err := s.hides(ctx, account)
	if err != nil {
		return news, err
	}
	news.Coming = untold(slices.DeleteFunc(coming, func(c Coming) bool { return hides(c.Event.By.Page) }), news.Told)
	news.Posts = slices.DeleteFunc(news.Posts, func(e feed.Entry) bool { return hides(e.By.ID) })
	news.Talks = slices.DeleteFunc(news.Talks, func(t Talk) bool { return hides(t.Discussion.By.Page) })
	return news, nil
}

// nobody is the account of who has none: all others wrote what there is.
const nobody = "-"

// Of is what is new since an instant, and before another, under sources: for who follows them without an account.
func (s *Service) Of(ctx context.Context, sources []string, since, until time.Time, ahead time.Duration) (news News, err error) {
	defer fault.Wrap(&err, "digest.Of")
	if len(sources) == 0 {
		return news, nil
	}
	if news.Posts, err = s.posts(ctx, nobody, sources, since, until); err != nil {
		return news, err
	}
	if news.Talks, err = s.talks(ctx, nobody, sources, since, until); err != nil {
		return news, err
	}
	coming, err := s.coming(ctx, nobody, sources, since, until, ahead)
	news.Coming = untold(coming, nil)
	return news, err
}

// within reports whether an instant is after since and not after until.
func within(at, since, until time.Time) bool { return at.After(since) && !at.After(until) }

// posts are what others published.
func (s *Service) posts(ctx context.Context, account string, sources []string, since, until time.Time) (posts []feed.Entry, err error) {
	found, err := s.Feed.From(ctx, sources, page.Req{Limit: lookedMost})
	for _, e := range found.Items {
		if e.Post.By.Account != account && within(e.Post.Published, since, until) && len(posts) < postsMost {
			posts = append(posts, e)
		}
	}
	return posts, err
}

// talks are the discussions, opened by others or answered, of the pages and communes that sources name. They are found among
// all that moved: one list, however many somebody follows.
func (s *Service) talks(ctx context.Context, account string, sources []string, since, until time.Time) (talks []Talk, err error) {
	list, err := s.Talks.List(ctx, discussion.Filter{}, page.Req{Limit: lookedMost})
	if err != nil {
		return nil, err
	}
	follows := func(d *discussion.Discussion) bool {
		return slices.Contains(sources, post.OfPage(d.By.Page)) || d.Commune != "" && slices.Contains(sources, post.OfTown(d.Commune))
	}
	var speakers []string
	for i := range list.Items {
		d := &list.Items[i]
		opened := within(d.Created, since, until) && d.By.Account != account
		if (opened || d.Answers > 0 && within(d.Active, since, until)) && follows(d) && len(talks) < talksMost {
			talks, speakers = append(talks, Talk{Discussion: *d}), append(speakers, d.By.Page)
		}
	}
	pages, err := s.pages(ctx, speakers)
	talks = slices.DeleteFunc(talks, func(t Talk) bool { _, seen := pages[t.Discussion.By.Page]; return !seen })
	for i := range talks {
		talks[i].By = pages[talks[i].Discussion.By.Page].Name
	}
	slices.SortStableFunc(talks, func(a, b Talk) int { return cmp.Or(b.Active.Compare(a.Active)) })
	return talks, err
}
