// Package viewer says on whose behalf something is done: every rule that asks "may they?" asks a Viewer.
package viewer

// Role is what an account may do beyond its own pages.
type Role string

// The roles, from the least to the most.
const (
	Member    Role = "membre"
	Moderator Role = "moderateur"
	Admin     Role = "administrateur"
)

// Viewer is somebody who looks or acts. The zero Viewer is an anonymous visitor.
type Viewer struct {
	Account string // account id, never shown
	Person  string // id of the account's own profile, empty before the first public act
	Role    Role
}

// SignedIn reports whether v has an account.
func (v Viewer) SignedIn() bool { return v.Account != "" }

// Moderates reports whether v may act on other people's pages.
func (v Viewer) Moderates() bool { return v.SignedIn() && (v.Role == Moderator || v.Role == Admin) }
