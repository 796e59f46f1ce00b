package views

import (
	"strconv"
	"strings"

	"partant/internal/picture"
	"partant/internal/profile"
)

// Card is a profile in a list.
type Card struct {
	Slug     string
	Kind     profile.Kind
	Name     string
	Logo     picture.Picture
	Marks    [][2]int // byte ranges of Name that match what was typed
	Trade    string   // in plain words: « Plombier »
	Town     string
	Distance string // ready: Kilometres(…); empty without a centre
	Pitch    string
	Offers   []string
	Seeks    []string
	Example  bool
	Writable bool   // whoever looks can write to somebody who reads it
	Verified string // how it was shown whose page it is: Verified(…); empty: it was not
	Mine     bool   // whoever looks may change it; told where a form asks whether a page is theirs
}

// OwnPage is a page of a member.
type OwnPage struct {
	Card Card
	Role profile.Role // in its team
	Read bool         // they may read its figures
}

// few is the beginning of a list of offers or needs, as a card shows it.
func few(list []string) string {
	const most = 3
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:most], ", ") + "…"
}

// piece is a part of a text, lit or not.
type piece struct {
	text string
	lit  bool
}

// pieces cuts s at the given byte ranges. Ranges out of order or out of bounds are passed over.
func pieces(s string, ranges [][2]int) []piece {
	var cut []piece
	at := 0
	for _, r := range ranges {
		if r[0] < at || r[1] <= r[0] || r[1] > len(s) {
			continue
		}
		if r[0] > at {
			cut = append(cut, piece{text: s[at:r[0]]})
		}
		cut = append(cut, piece{text: s[r[0]:r[1]], lit: true})
		at = r[1]
	}
	if at < len(s) {
		cut = append(cut, piece{text: s[at:]})
	}
	return cut
}

func largest(list []Count) int {
	most := 0
	for _, c := range list {
		most = max(most, c.Count)
	}
	return most
}

// gauge is the path of a bar, in hundredths of the width.
func gauge(n, largest int) string { return "M0 2H" + strconv.Itoa(share(n, largest)) }

// shown is a name without the word that the mark beside it says.
func shown(name string, example bool) string {
	if example {
		return strings.TrimSuffix(name, " (exemple)")
	}
	return name
}
