package views

import "partant/internal/reaction"

// Reactions is what is said of something without a word.
type Reactions struct {
	Action string // local path that the buttons are sent to; empty: nothing can be said of it
	Token  string
	Can    bool // whoever reads may say something of it
	Counts reaction.Counts
	Mine   map[reaction.Kind]bool // what whoever reads said
}

// reactionWords are the words of the kinds: on a button, for one, for several.
var reactionWords = map[reaction.Kind][3]string{
	reaction.Thanks:      {"Merci", "merci", "mercis"},
	reaction.Interesting: {"Intéressant", "fois intéressant", "fois intéressant"},
	reaction.Bravo:       {"Bravo", "bravo", "bravos"},
}

// total says in words what those read who cannot say anything: « 3 mercis, 1 bravo ».
func (r Reactions) total() (all []string) {
	for _, k := range reaction.Kinds {
		if n := r.Counts[k]; n > 0 {
			all = append(all, Plural(n, reactionWords[k][1], reactionWords[k][2]))
		}
	}
	return all
}

// field is what a button sends: the same pressed twice changes nothing.
func (r Reactions) field(k reaction.Kind) string {
	if r.Mine[k] {
		return reaction.FieldUndo
	}
	return reaction.FieldSay
}

// pressed says whether a button is down, for those who hear the page.
func (r Reactions) pressed(k reaction.Kind) string { return either(r.Mine[k], "true", "false") }
