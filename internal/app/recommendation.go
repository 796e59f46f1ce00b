package app

import (
	"context"
	"slices"

	"partant/internal/clock"
	"partant/internal/markdown"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// recommended is the recommendation.Pages that asks profiles.
type recommended struct {
	*profile.Service
	store profile.Store
}

// About implements recommendation.Pages.
func (r recommended) About(ctx context.Context, v viewer.Viewer, voice, page string) (recommendation.About, error) {
	p, err := r.store.Get(ctx, page)
	if err != nil {
		return recommendation.About{}, err
	}
	mine := p.ID == voice || v.SignedIn() && p.ID == v.Person || slices.ContainsFunc(p.Team, func(m profile.Mate) bool {
		return m.Account != "" && m.Account == v.Account || m.Person != "" && (m.Person == voice || m.Person == v.Person)
	})
	return recommendation.About{Open: p.Claimed() || p.Example, Mine: mine}, nil
}

// openRecommendations puts together what pages say of each other.
func (a *App) openRecommendations(now clock.Clock, profiles profile.Store) {
	a.Recommendations = recommendation.New(a.stores.recommendations, recommended{a.Profiles, profiles}, markdown.New(), now, func() { a.Notifier.Wake() })
}

type judgedRecommendations struct {
	*App
	authors authors
}

// Look implements moderation.Noun.
func (j judgedRecommendations) Look(ctx context.Context, id string) (moderation.Thing, error) {
	r, name, err := j.judged(ctx, id)
	if err != nil {
		return moderation.Thing{}, err
	}
	said := r.Body
	if r.Reward != "" {
		said += "\n\n" + r.Reward
	}
	by, err := j.authors.of(ctx, r.By)
	return moderation.Thing{Title: name, Text: said, Path: "/recommandations/" + r.ID, Authors: by, Mark: r.Down}, err
}

// judged is a recommendation, and the name of the page that it is about: what nobody can read because that is gone is gone with it.
func (j judgedRecommendations) judged(ctx context.Context, id string) (r recommendation.Recommendation, name string, err error) {
	if r, err = j.Recommendations.Moderated(ctx, id); err != nil {
		return r, "", err
	}
	p, _, err := j.Profiles.Moderated(ctx, r.Page)
	return r, p.Name, err
}

// Mark implements moderation.Noun.
func (j judgedRecommendations) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return j.Recommendations.Mark(ctx, id, m)
}

// judgedRejoinders are what pages reply.
type judgedRejoinders struct{ judgedRecommendations }

// Look implements moderation.Noun.
func (j judgedRejoinders) Look(ctx context.Context, id string) (moderation.Thing, error) {
	r, name, err := j.judged(ctx, id)
	if err == nil {
		err = r.Replied()
	}
	if err != nil {
		return moderation.Thing{}, err
	}
	by, err := j.authors.of(ctx, r.Reply.By)
	return moderation.Thing{Title: name, Text: r.Reply.Body, Path: "/recommandations/" + r.ID, Authors: by, Mark: r.Reply.Down}, err
}

// Mark implements moderation.Noun.
func (j judgedRejoinders) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return j.Recommendations.MarkReply(ctx, id, m)
}
