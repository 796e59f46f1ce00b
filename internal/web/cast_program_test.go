package web_test

import (
	"strings"

	"partant/internal/account"
	"partant/internal/profile"
)

// program is the program of a role, which may write; a visitor has none.
func (c *cast) program(role string) caller {
	c.h.t.Helper()
	if c.of[role].account.ID == "" {
		return caller{c.h, ""}
	}
	if known, ok := c.keys.Load(role); ok {
		return known.(caller)
	}
	p := c.of[role].caller(account.ScopeWrite)
	c.keys.Store(role, p)
	return p
}

// sent is what a program sends to a route; nil where nothing is sent. What would be published wants a word more: a member's first day has
// room for three publications, which the forms of the site need. TestKeysJourney publishes.
func (c *cast) sent(r route, p profile.Profile) any {
	c.h.t.Helper()
	switch strings.TrimPrefix(r.path, "/api/v1") {
	case "/posts":
		return said{"title": "Une brève"}
	case "/discussions":
		return said{"kind": "question", "title": "Un escalier"}
	case "/comments":
		return said{"discussion": c.discussed(p).slug, "text": "Oui."}
	case "/events":
		return said{"title": "Premier atelier", "start": "2027-01-12T18:30", "end": "2027-01-12T20:00"}
	case "/events/:slug/cancel":
		return said{"reason": "Il neige."}
	case "/events/:slug/answer":
		return said{"says": "peut-etre"}
	}
	if r.method == "PATCH" {
		return said{"title": "Un autre titre"}
	}
	return nil
}
