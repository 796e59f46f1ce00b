package views

import (
	"partant/internal/picture"
	"partant/internal/profile"
)

// Byline is who says something in public, as it is shown beside what they say: « Claire Dumont · Atelier du Héron · Gien ».
type Byline struct {
	Page    string // id of the page that speaks; empty: it is gone, and its words stay
	Slug    string
	Kind    profile.Kind
	Name    string
	Town    string
	Logo    picture.Picture
	Example bool
	Guest   bool // somebody without account: they have a name alone
}
