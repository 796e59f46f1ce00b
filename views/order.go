package views

import "partant/internal/fault"

// What a moderator does with a discussion, values of FieldDo.
const (
	DoRefile = "ranger"
	DoMerge  = "fusionner"
	DoSplit  = "separer"
)

// OrderPage is where a moderator moves, merges or splits a discussion.
type OrderPage struct {
	Chrome   Chrome
	Slug     string
	Title    string
	Key      string // of the discussion that a split opens
	Theme    string
	Town     string
	Themes   []Option
	Towns    []string
	Into     string // the address of another, as typed
	NewTitle string
	Answers  []Answer
	Next     string // local path of the next answers
	Wrong    fault.Fields
}

var orderOrder = []string{"theme", "commune", "dans", "titre", "reponses"}

// Origin is the discussion that another was split from.
type Origin struct{ Slug, Title string }
