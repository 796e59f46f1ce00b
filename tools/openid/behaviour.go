package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
)

// Behaviour is what a test tells the provider to be. Each PUT replaces all of it.
type Behaviour struct {
	User    map[string]any `json:"user"`    // the claims of who signs in; "sub" is needed
	ACR     string         `json:"acr"`     // how sure it is of them
	Ask     bool           `json:"ask"`     // show a page with two buttons; else it says yes at once
	Decline bool           `json:"decline"` // say no at once
	Thin    bool           `json:"thin"`    // the ID token holds the subject alone, the rest is in the user info
	Signed  bool           `json:"signed"`  // the user info is a signed JWT
	Faults  []string       `json:"faults"`  // see fault.go
}

// has reports whether a fault was asked for.
func (b Behaviour) has(fault string) bool { return slices.Contains(b.Faults, fault) }

// check refuses what a test misspelt: it would prove nothing.
func (b Behaviour) check() error {
	if subject, _ := b.User["sub"].(string); subject == "" {
		return fmt.Errorf(`the user has no "sub"`)
	}
	for _, fault := range b.Faults {
		if !slices.Contains(faults, fault) {
			return fmt.Errorf("no fault is called %q", fault)
		}
	}
	return nil
}

// claims are those of the user that the scopes ask for.
func (b Behaviour) claims(scopes []string) map[string]any {
	asked := map[string]any{}
	for _, scope := range scopes {
		names, known := claimsOf[scope]
		if !known {
			names = []string{scope} // ProConnect has a scope for each claim
		}
		for _, name := range names {
			if value, has := b.User[name]; has {
				asked[name] = value
			}
		}
	}
	return asked
}

var claimsOf = map[string][]string{
	"openid":  nil,
	"email":   {"email", "email_verified"},
	"profile": {"name", "given_name", "family_name"},
}

// control is the part of the provider that a test holds.
type control struct {
	mu        sync.Mutex
	behaviour Behaviour
	asked     map[string]int
}

func newControl() *control {
	return &control{asked: map[string]int{}, behaviour: Behaviour{User: map[string]any{
		"sub": "1", "email": "claude@exemple.invalid", "email_verified": true, "name": "Claude Exemple"}}}
}

func (c *control) now() Behaviour {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.behaviour
}

func (c *control) count(path string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked[path]++
}

// ServeHTTP is /test.
func (c *control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		c.mu.Lock()
		asked := maps.Clone(c.asked)
		c.mu.Unlock()
		json.NewEncoder(w).Encode(asked)
		return
	}
	var b Behaviour
	read := json.NewDecoder(r.Body)
	read.DisallowUnknownFields()
	err := read.Decode(&b)
	if err == nil {
		err = b.check()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	c.behaviour = b
	c.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}
