package rendezvous

import (
	"slices"
	"strings"

	"partant/internal/text"
)

// maxPlace bounds a place, in characters, and mostWords what is said before a day.
const (
	maxPlace  = 80
	mostWords = 8
)

var (
	// at begins a place, and is left out of it.
	atPlace = []string{"a", "au", "aux"}
	// inPlace begins a place, and says how to find it.
	inPlace = []string{"chez", "dans", "salle", "devant", "sur", "rue", "place", "avenue", "quai", "en"}
	// skipped may stand between an hour and a place.
	skipped = []string{",", "-", ":", "(", ")", "precises", "matin", "midi", "soir"}
	// stops end a place: what follows says something else.
	stops = []string{"pour", "avec", "afin", "histoire", "si", "qui", "que", "on", "nous", "je", "vous", "ce", "c", "il", "est", "sont", "sera", "partant", "partants", "partante", "partantes",
		"ou", "mais", "car", "venez", "puis", "et", "le", "des", "vers", "a", "de"}
	// goes are stops that may stand inside a name: « Café de la Gare ».
	goes = []string{"de", "des", "le", "a", "et"}
)

// places gives each proposal the place that is said behind the last words of its day and hours, or else before the first.
func (r *reader) places(all []Proposal) {
	n := -1 // the proposal that the marks belong to
	for i := 0; i < len(r.found); i++ {
		first := r.found[i]
		if first.day != nil {
			n++
		}
		last := first
		for i+1 < len(r.found) && r.found[i+1].at-last.end <= 2 && !r.parted(last.end, r.found[i+1].at) {
			i++
			last = r.found[i]
			if last.day != nil {
				n++
			}
		}
		place := r.placeFrom(last.end)
		if place == "" {
			place = r.placeBefore(first.at)
		}
		for k := range all {
			if k <= max(n, 0) && all[k].Place == "" {
				all[k].Place = place
			}
		}
	}
}

// placeFrom reads a place from a token on.
func (r *reader) placeFrom(at int) string {
	for slices.Contains(skipped, r.word(at)) {
		at++
	}
	switch w := r.word(at); {
	case slices.Contains(atPlace, w):
		at++
	case !slices.Contains(inPlace, w):
		return ""
	}
	end := r.placeEnd(at)
	place := r.cut(at, end)
	if place == "" && r.word(end) == "," { // « au 108, à Orléans »
		return r.placeFrom(end)
	}
	return place
}

// placeEnd is where a place ends that begins at a token.
func (r *reader) placeEnd(at int) int {
	for i := at; ; i++ {
		w := r.word(i)
		switch {
		case r.ends(i), w == ",", w == "(", w == ")", w == ":", w == "-" && r.at(i-1).to < r.at(i).from:
			return i
		case slices.Contains(stops, w) && i > at && !(slices.Contains(goes, w) && !r.isClock(i+1) && r.follows(i)):
			return i
		}
	}
}

// follows reports whether a small word is part of a name: another word of it comes behind.
func (r *reader) follows(at int) bool {
	if _, end := r.day(at); end > 0 {
		return false
	}
	if _, end := r.day(at + 1); end > 0 {
		return false
	}
	w := r.word(at + 1)
	return w != "" && !r.ends(at+1) && !slices.Contains(stops[:10], w)
}

// placeBefore reads a place that ends at a token: « à l'ECG, mardi 8 janvier ».
func (r *reader) placeBefore(at int) string {
	end := at
	for r.word(end-1) == "," {
		end--
	}
	for i := end - 1; i >= max(0, end-mostWords) && !r.ends(i); i-- {
		w := r.word(i)
		if slices.Contains(atPlace, w) && i+1 < end {
			return r.cut(i+1, min(end, r.placeEnd(i+1)))
		}
		if w == "chez" && i+1 < end {
			return r.cut(i, min(end, r.placeEnd(i)))
		}
	}
	return ""
}

// cut is the text of some tokens, without the article that begins it.
func (r *reader) cut(from, to int) string {
	if to <= from {
		return ""
	}
	switch {
	case r.is(from, "l", "'") && to > from+2:
		from += 2
	case strings.HasPrefix(r.words[r.at(from).from:], "la ") || strings.HasPrefix(r.words[r.at(from).from:], "le "): // « La Ferté-Saint-Aubin » is a name
		from++
	}
	if to <= from || !strings.ContainsFunc(r.words[r.at(from).from:r.at(to-1).to], isLetter) {
		return ""
	}
	return text.Cut(text.Line(r.words[r.at(from).from:r.at(to-1).to]), maxPlace)
}

func isLetter(c rune) bool { return class(c) == 2 }
