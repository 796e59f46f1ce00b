package proof

import (
	"crypto/tls"
	"errors"
	"fmt"

	"code.dny.dev/ssrf"

	"partant/internal/fault"
)

// Reason is why there is no proof, as a word that pages choose their sentence by. It is an error, and of a kind of
// fault; find it with errors.Is or errors.AsType.
type Reason string

// The reasons.
const (
	Missing     Reason = "absent"      // fault.NotFound: the site answers, or the domain, and has no sign at all
	Other       Reason = "autre"       // fault.NotFound: there is a file or a record, without this token
	Redirected  Reason = "redirige"    // fault.NotFound: the site sends elsewhere than to its own file
	Refused     Reason = "refus"       // fault.Unavailable: the site answers with an error, such as 403 or 500
	Unreachable Reason = "injoignable" // fault.Unavailable: nobody answers, or not in time
	Untrusted   Reason = "certificat"  // fault.Unavailable: the certificate is not valid, or of another name
	Private     Reason = "prive"       // fault.Forbidden: the name leads to an address inside a network
	Unfit       Reason = "adresse"     // fault.Invalid: this is not the name of a public site
)

// Error says it in English, for logs.
func (r Reason) Error() string { return "no proof: " + string(r) }

// Unwrap returns the kind of fault.
func (r Reason) Unwrap() error {
	switch r {
	case Private:
		return fault.Forbidden
	case Unfit:
		return fault.Invalid
	case Refused, Unreachable, Untrusted:
		return fault.Unavailable
	}
	return fault.NotFound
}

// explain finds the reason in what a connection ended with.
func explain(err error) error {
	reason := Unreachable
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrProhibitedPort):
		reason = Private
	case certificate:
		reason = Untrusted
	}
	return fmt.Errorf("%w: %w", reason, err)
}
