// Package proof looks for the sign that its owner put on a web site or in its domain.
//
// The names come from strangers, so it asks through package outside alone.
package proof

import (
	"net"
	"net/http"
	"time"

	"partant/internal/outside"
)

// Where the sign is. A token is 16 to 128 letters, digits, hyphens and underscores. Whoever reads the site reads it
// too: it must be of one account and one page, so that it is worth nothing to another.
const (
	Path   = "/.well-known/partant.txt" // the file, with the token on a line of its own
	Label  = "_partant"                 // what stands before the host for a TXT record
	Record = "partant="                 // begins the record; the token follows
)

// Limits of one search.
const (
	patience     = 5 * time.Second // all of it; connecting may take half
	longestFile  = 4 << 10         // what is read of the file
	mostRequests = 3               // one, and two redirects
)

// Prover looks for signs. Safe for concurrent use. It keeps nothing: no connection, no cookie, no answer.
type Prover struct {
	resolver  *net.Resolver
	transport *http.Transport
	agent     string
	patience  time.Duration
}

// New returns a Prover that tells the sites it asks which one it belongs to, by the base URL.
func New(baseURL string) *Prover { return NewInLab(baseURL, Lab{}) }

// Lab and Ports are the small world of a test: see package outside.
type (
	Lab   = outside.Lab
	Ports = outside.Ports
)

// NewInLab returns a Prover for tests. Behind an https address it would let strangers look around: refuse it there.
func NewInLab(baseURL string, lab Lab) *Prover {
	lab = lab.Filled(patience)
	return &Prover{resolver: lab.Resolver, transport: lab.Transport(), agent: "Partant (+" + baseURL + ")", patience: lab.Patience}
}
