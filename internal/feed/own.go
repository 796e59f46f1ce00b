package feed

import (
	"context"

	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
)

// Team finds the pages of a member: see profile.Lists.
type Team interface {
	OfMember(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error)
}

// Own is what belongs to the feed of every member, whatever they follow: their own pages and the communes of these.
type Own struct{ Team Team }

// Sources implements Follows. Of the pages of a member, the last hundred count.
func (o Own) Sources(ctx context.Context, account string) (sources []string, err error) {
	mine, err := o.Team.OfMember(ctx, account, page.Req{Limit: page.MaxLimit})
	for _, p := range mine.Items {
		sources = append(sources, post.OfPage(p.ID))
		if p.Address.Commune != "" {
			sources = append(sources, post.OfTown(p.Address.Commune))
		}
	}
	return sources, err
}
