package views

import "partant/internal/reaction"

// Reactions is what is said of something without a word.
type Reactions struct {
	Action string // local path that the buttons are sent to; empty: nothing can be said of it
	Token  string
	Can    bool     // whoever reads may say something of it
	Said   []Praise // of each kind
}

// Praise is how many said one thing.
type Praise struct {
	Kind reaction.Kind
	N    int
	Mine bool // whoever reads did
}

// PraiseOf lists what was said, as pages show it.
func PraiseOf(s reaction.Said) (all []Praise) {
	for _, k := range reaction.Kinds {
		all = append(all, Praise{k, s.Counts[k], s.Mine[k]})
	}
	return all
}

// reactionWords are the words of the kinds: on a button, for one, for several.
var reactionWords = map[reaction.Kind][3]string{
	reaction.Thanks:      {"Merci", "merci", "mercis"},
	reaction.Interesting: {"Intéressant", "fois intéressant", "fois intéressant"},
	reaction.Bravo:       {"Bravo", "bravo", "bravos"},
}

// total says in words what those read who cannot say anything: « 3 mercis, 1 bravo ».
func (r Reactions) total() (all []string) {
	for _, s := range r.Said {
		if s.N > 0 {
			all = append(all, Plural(s.N, reactionWords[s.Kind][1], reactionWords[s.Kind][2]))
		}
	}
	return all
}

// field is what a button sends: the same pressed twice changes nothing.
func (s Praise) field() string {
	if s.Mine {
		return reaction.FieldUndo
	}
	return reaction.FieldSay
}

// pressed says whether a button is down, for those who hear the page.
func (s Praise) pressed() string { return either(s.Mine, "true", "false") }
