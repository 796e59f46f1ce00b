package app

import (
	"context"
	"errors"
	"net/url"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/moderation"
	paging "partant/internal/page"
	"partant/internal/profile"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// openModeration lets moderators judge what the nouns keep, and has the nouns ask before they publish.
func (a *App) openModeration(now clock.Clock) {
	by := authors{a.Accounts, a.Profiles}
	nouns := moderation.Nouns{moderation.Page: judgedPages{a.Profiles}, moderation.Post: judgedPosts{a, by},
		moderation.Discussion: judgedTalk{a, by}, moderation.Answer: judgedAnswers{a, by},
		moderation.Event: judgedEvents{a, by}, moderation.Recommendation: judgedRecommendations{a, by}, moderation.Rejoinder: judgedRejoinders{judgedRecommendations{a, by}}, moderation.Announcement: judgedAnnouncements{a, by}, moderation.ClubFile: judgedClubFiles{a, by}}
	a.Moderation = moderation.New(a.stores.moderation, nouns, a.Accounts, past{a}, now, func() { a.Mailroom.Wake() }).At(a.Base.String())
	a.Posts.Screen(a.Moderation.Screen)
	a.Talk.Screen(a.Moderation.Screen)
	a.Answers.Screen(a.Moderation.Screen)
	a.Recommendations.Screen(a.Moderation.Screen)
	a.Events.Screen(a.Moderation.Screen)
	a.Profiles.Screen(a.Moderation.Suspect)
}

// waiting counts what waits for moderators, up to a page of it.
func (a *App) waiting(ctx context.Context) (n int, more bool, err error) {
	found, err := a.stores.moderation.OpenCases(ctx, paging.Req{Limit: 50})
	return len(found.Items), !found.Next.IsZero(), err
}

// authors finds who answers for what was said in the name of a page.
type authors struct {
	accounts *account.Service
	profiles *profile.Service
}

// of is whoever wrote it or, once they have left, the owners of the page.
func (f authors) of(ctx context.Context, by viewer.Author) ([]moderation.Party, error) {
	p, _, err := f.profiles.Moderated(ctx, by.Page)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return nil, err
	}
	if _, err := f.accounts.Get(ctx, by.Account); err == nil {
		return []moderation.Party{{Account: by.Account, Name: p.Name}}, nil
	} else if !errors.Is(err, fault.NotFound) {
		return nil, err
	}
	return owning(&p), nil
}

// owning are the owners of a page.
func owning(p *profile.Profile) (all []moderation.Party) {
	for _, m := range p.Team {
		if m.Account != "" && m.Role == profile.Owner {
			all = append(all, moderation.Party{Account: m.Account, Name: p.Name})
		}
	}
	return all
}

type judgedPages struct{ *profile.Service }

// Look implements moderation.Noun.
func (j judgedPages) Look(ctx context.Context, id string) (moderation.Thing, error) {
	p, mark, err := j.Moderated(ctx, id)
	text := p.Pitch
	if p.About.Text != "" {
		text += "\n\n" + p.About.Text
	}
	return moderation.Thing{Title: p.Name, Text: text, Path: "/fiches/" + url.PathEscape(p.Slug), Authors: owning(&p), Mark: mark}, err
}

type judgedPosts struct {
	*App
	authors authors
}

// Look implements moderation.Noun.
func (j judgedPosts) Look(ctx context.Context, id string) (moderation.Thing, error) {
	p, err := j.Posts.Moderated(ctx, id)
	if err == nil && p.Draft {
		err = fault.NotFound
	}
	if err != nil {
		return moderation.Thing{}, err
	}
	by, err := j.authors.of(ctx, p.By)
	return moderation.Thing{Title: p.Heading(), Text: p.Body, Path: "/publications/" + url.PathEscape(p.Slug), Authors: by, Mark: p.Down}, err
}

// Mark implements moderation.Noun.
func (j judgedPosts) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return j.Posts.Mark(ctx, id, m)
}

type judgedTalk struct {
	*App
	authors authors
}

// Look implements moderation.Noun.
func (j judgedTalk) Look(ctx context.Context, id string) (moderation.Thing, error) {
	d, err := j.Talk.Moderated(ctx, id)
	if err != nil {
		return moderation.Thing{}, err
	}
	by, err := j.authors.of(ctx, d.By)
	whole := d.Whole()
	return moderation.Thing{Title: d.Title, Text: whole.Words(), Path: "/discussions/" + url.PathEscape(d.Slug), Authors: by, Mark: d.Down}, err
}

// Mark implements moderation.Noun.
func (j judgedTalk) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return j.Talk.Mark(ctx, id, m)
}

type judgedAnswers struct {
	*App
	authors authors
}

// Look implements moderation.Noun. What nobody can read because the discussion or the event is gone is gone with it.
func (j judgedAnswers) Look(ctx context.Context, id string) (moderation.Thing, error) {
	c, err := j.Answers.Get(ctx, id)
	if err == nil && c.IsDeleted() {
		err = fault.Gone
	}
	if err != nil {
		return moderation.Thing{}, err
	}
	title, err := j.below(ctx, c.Target)
	if err != nil {
		return moderation.Thing{}, err
	}
	by, err := j.authors.of(ctx, c.By)
	return moderation.Thing{Title: title, Text: c.Body, Path: "/reponses/" + url.PathEscape(c.ID), Authors: by, Mark: c.Down}, err
}

// below is the title of what is answered, where it has one.
func (j judgedAnswers) below(ctx context.Context, t comment.Target) (string, error) {
	switch t.Kind {
	case comment.Discussion:
		d, err := j.Talk.Moderated(ctx, t.ID)
		return d.Title, err
	case comment.Event:
		e, err := j.Events.Moderated(ctx, t.ID)
		return e.Title, err
	}
	return "", nil
}

// Mark implements moderation.Noun.
func (j judgedAnswers) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return j.Answers.Mark(ctx, id, m)
}

// past is the moderation.Past that asks the nouns.
type past struct{ *App }

// Standing implements moderation.Past.
func (f past) Standing(ctx context.Context, id string) (s moderation.Standing, err error) {
	a, err := f.Accounts.Get(ctx, id)
	if err != nil {
		return s, err
	}
	s.Since = a.Created
	mine, err := f.Lists.OfMember(ctx, id, paging.Req{Limit: paging.MaxLimit})
	for i := range mine.Items {
		s.Verified = s.Verified || mine.Items[i].Verified != nil && mine.Items[i].CanSpeak(viewer.Viewer{Account: id})
	}
	return s, err
}

// Said implements moderation.Past.
func (f past) Said(ctx context.Context, id string, most int) (n int, err error) {
	for p, err := range f.Posts.By(ctx, id) {
		if err != nil || n >= most {
			return n, err
		}
		if len(p.Sources()) > 0 {
			n++
		}
	}
	for d, err := range f.Talk.By(ctx, id) {
		if err != nil || n >= most {
			return n, err
		}
		if d.Unseen() == nil {
			n++
		}
	}
	for c, err := range f.Answers.By(ctx, id) {
		if err != nil || n >= most {
			return n, err
		}
		if c.Unseen() == nil {
			n++
		}
	}
	for e, err := range f.Events.By(ctx, id) {
		if err != nil || n >= most {
			return n, err
		}
		if !e.Draft && e.Unseen() == nil {
			n++
		}
	}
	for r, err := range f.Recommendations.By(ctx, id) {
		if err != nil || n >= most {
			return n, err
		}
		if r.Unseen() == nil && r.By.Account == id {
			n++
		}
	}
	return n, nil
}
