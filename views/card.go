package views

import "partant/internal/profile"

// Card is a profile in a list.
type Card struct {
	Slug     string
	Kind     profile.Kind
	Name     string
	Marks    [][2]int // byte ranges of Name that match what was typed
	Trade    string   // in plain words: « Plombier »
	Town     string
	Distance string // ready: Kilometres(…); empty without a centre
	Pitch    string
	Offers   []string
	Seeks    []string
	Example  bool
	Claimed  bool // somebody answers for the page
}
