package account

import "context"

// TermsVersion is the day from which the terms of use are as /conditions says them. Whoever changes what they mean
// changes it: members are then asked again.
const TermsVersion = "2026-11-26"

// Agreed reports whether the account has accepted the terms of use as they are.
func (a *Account) Agreed() bool { return a.TermsVersion == TermsVersion }

// Agree notes that an account accepts the terms of use as they are now.
func (s *Service) Agree(ctx context.Context, account string) error {
	_, err := s.store.Update(ctx, account, func(a *Account) error {
		if !a.Agreed() {
			a.Terms, a.TermsVersion = s.now(), TermsVersion
		}
		return nil
	})
	return err
}
