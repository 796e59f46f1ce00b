package account

import (
	"context"

	"partant/internal/fault"
)

// FieldSeen is the form field of the wish to be seen among those who follow a page: SeenYes or anything else.
const (
	FieldSeen = "abonne_visible"
	SeenYes   = "oui"
)

// SetDiscreet keeps whether a member is left out of the lists of those who follow something. fault.NotFound.
func (s *Service) SetDiscreet(ctx context.Context, account string, discreet bool) (err error) {
	defer fault.Wrap(&err, "account.SetDiscreet")
	_, err = s.store.Update(ctx, account, func(a *Account) error { a.Discreet = discreet; return nil })
	return err
}
