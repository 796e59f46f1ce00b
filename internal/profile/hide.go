package profile

import (
	"slices"
	"time"
)

// Hiding is one reason for which nobody sees a page for now. While there is any, stores answer as if it were erased.
type Hiding struct {
	Why Reason    `json:"why"`
	At  time.Time `json:"at"`

	Held bool `json:"held,omitempty"` // nobody has seen it yet: it waits for a moderator
}

// Reason is why a page is hidden.
type Reason string

// The reasons.
const (
	Leaving   Reason = "depart"     // its only owner has asked for their account to be deleted
	Moderated Reason = "moderation" // a moderator took it down
)

// IsHidden reports whether nobody sees p for now.
func (p *Profile) IsHidden() bool { return len(p.Hidden) > 0 }

// hide adds a reason, and reports whether it is new.
func (p *Profile) hide(why Reason, now time.Time) bool {
	if slices.ContainsFunc(p.Hidden, func(h Hiding) bool { return h.Why == why }) {
		return false
	}
	p.Hidden = append(slices.Clone(p.Hidden), Hiding{Why: why, At: now})
	return true
}

// unhide takes a reason away, and reports whether it was there. Others may still hide p.
func (p *Profile) unhide(why Reason) bool {
	left := slices.DeleteFunc(slices.Clone(p.Hidden), func(h Hiding) bool { return h.Why == why })
	if len(left) == len(p.Hidden) {
		return false
	}
	if p.Hidden = left; len(left) == 0 {
		p.Hidden = nil
	}
	return true
}

// hiddenMember begins the keys under which the members of hidden pages are found.
const hiddenMember = "cache:"

// HiddenMember is the key of MemberKeys that a hidden page has for an account.
func HiddenMember(account string) string { return hiddenMember + account }

// MemberKeys are what Lists.OfMember and Lists.HiddenOf find p by: what stores index.
func (p *Profile) MemberKeys() (keys []string) {
	for _, m := range p.Team {
		if m.Account == "" {
			continue
		}
		key := m.Account
		if p.IsHidden() {
			key = HiddenMember(key)
		}
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}
