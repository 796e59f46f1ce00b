package claim

import (
	"context"
	"strings"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// Word is what the State says of the company of a member (ProConnect), as a proof for one page.
type Word int

// The words, from what shows nothing to what shows that they are at home.
const (
	NoWord      Word = iota // the page has no number to trust, or nobody says for whom they work
	WordAlone               // they say it themselves: nobody vouches
	WordOther               // they work for another company
	WordSister              // at another place of the same company
	WordOld                 // the number of the page, and too long ago
	WordOfState             // the number of the page, said lately
)

// wordLasts is how long a word counts: people leave companies, and their accounts elsewhere stay linked.
const wordLasts = 24 * time.Hour

const sirenLength = 9 // of a company; its SIRETs begin with it, one for each of its places

// Employer is what a provider says of the company of a member.
type Employer struct {
	Word  Word
	SIRET string // as the provider gives it
}

// employer weighs what providers say of a, for the number of a page: the best word counts.
func employer(a *account.Account, number string, now time.Time) (best Employer) {
	if number == "" {
		return Employer{}
	}
	for _, i := range a.Identities {
		if w := word(i, number, now); w > best.Word {
			best = Employer{Word: w, SIRET: i.SIRET}
		}
	}
	return best
}

func word(i account.Identity, number string, now time.Time) Word {
	here := strings.HasPrefix(i.SIRET, number)
	switch {
	case i.SIRET == "":
		return NoWord
	case !i.SIRETVouched:
		return WordAlone
	case here && i.Said.Before(now.Add(-wordLasts)):
		return WordOld
	case here:
		return WordOfState
	case strings.HasPrefix(i.SIRET, number[:min(sirenLength, len(number))]):
		return WordSister
	}
	return WordOther
}

// ProveEmployer grants what v asks of a page whose company the State says they work for: ProConnect vouches for its SIRET,
// and has said so lately. Errors: ErrNoWay when it does not, when the page has another SIRET, or took it from whoever made
// it; ErrOver; as Look.
func (s *Service) ProveEmployer(ctx context.Context, v viewer.Viewer, slug string) (_ Claim, err error) {
	defer fault.Wrap(&err, "claim.ProveEmployer(%.80q)", slug)
	if !v.SignedIn() {
		return Claim{}, fault.SignedOut
	}
	a, err := s.People.Get(ctx, v.Account)
	if err != nil {
		return Claim{}, err
	}
	c, _, err := s.mine(ctx, v, slug, func(c *Claim, p *profile.Profile) error {
		of := ways(p).Company
		if employer(&a, of, s.now()).Word != WordOfState {
			return ErrNoWay
		}
		s.prove(c, p, ByProConnect, of)
		return nil
	})
	return c, err
}
