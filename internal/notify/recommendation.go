package notify

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/recommendation"
)

// RecommendationBox tells those who answer for a page that it is recommended, and who recommended it of the reply.
type RecommendationBox struct {
	All    recommendation.Debts
	Owners Owners
}

// DueNotices implements Due.
func (b RecommendationBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.All.TakeDue(ctx, now, lease, limit, recommendation.OwesNotice, recommendation.OwesReply)
	if err != nil {
		return nil, err
	}
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, recommendation.OwesNotice, recommendation.OwesReply) {
			n, err := b.notice(ctx, &due[i], d)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

// notice is what a recommendation has to tell. What nobody sees, or whose page is gone, tells nobody.
func (b RecommendationBox) notice(ctx context.Context, r *recommendation.Recommendation, d debt.Debt) (Notice, error) {
	n := Notice{Of: r.ID, Debt: d, But: r.By.Account, Kind: Recommended, Page: r.By.Page, At: r.Created, Dropped: true}
	if r.Unseen() != nil || d.Kind == recommendation.OwesReply && r.Answer() == nil {
		return n, nil
	}
	_, name, owners, err := b.Owners.OwnersOf(ctx, r.Page)
	if errors.Is(err, fault.NotFound) {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	n.Dropped, n.To, n.Thing = false, owners, Thing{Kind: AboutRecommendation, ID: r.ID, Slug: r.ID, Title: name}
	if said := r.Answer(); d.Kind == recommendation.OwesReply {
		n.Kind, n.Page, n.But, n.At = Rejoined, r.Page, said.By.Account, said.Created
		n.To, n.ToPages = []string{r.By.Account}, []string{r.By.Page}
	}
	return n, nil
}

// Told implements Due.
func (b RecommendationBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.All.Settle(ctx, of, paid)
}
