package signin

import (
	"fmt"

	"partant/internal/fault"
)

// Reason is why nobody was let in. A page says what to do about it.
type Reason string

// The reasons.
const (
	// Declined: the person said no at the provider. Nothing is wrong. Kind: fault.Forbidden.
	Declined Reason = "declined"
	// Unknown: this browser has no attempt: it began none, ended it already, or was not the one that began.
	// Kind: fault.NotFound.
	Unknown Reason = "unknown"
	// Expired: they came back after more than ten minutes. Kind: fault.NotFound.
	Expired Reason = "expired"
	// Mixed: they went to another provider than the one that answers. Kind: fault.Forbidden.
	Mixed Reason = "mixed"
	// Forged: the answer is not to this attempt: its state is wrong, missing or given twice. Kind: fault.Forbidden.
	Forged Reason = "forged"
	// Untrusted: what the provider sent does not hold. Kind: fault.Forbidden.
	Untrusted Reason = "untrusted"
	// Away: the provider is down, slow, reports an error of its own, or does not know this site. Kind:
	// fault.Unavailable.
	Away Reason = "away"
)

// Refusal says that nobody was let in, and why. Test for it with errors.As; its kind with errors.Is.
type Refusal struct {
	Why    Reason
	Detail error // for logs; may be nil. It holds no secret and no token
}

// Error is for logs.
func (r Refusal) Error() string {
	if r.Detail == nil {
		return "sign-in refused: " + string(r.Why)
	}
	return fmt.Sprintf("sign-in refused: %s: %v", r.Why, r.Detail)
}

// Is reports whether target is the kind of the reason.
func (r Refusal) Is(target error) bool { return target == r.Why.kind() }

// Unwrap returns the detail.
func (r Refusal) Unwrap() error { return r.Detail }

func (why Reason) kind() error {
	switch why {
	case Unknown, Expired:
		return fault.NotFound
	case Away:
		return fault.Unavailable
	}
	return fault.Forbidden
}
