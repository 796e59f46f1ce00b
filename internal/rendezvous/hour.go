package rendezvous

import "slices"

// within are the words before an hour that make it a length of time.
var within = []string{"dans", "pendant", "depuis", "durant", "environ", "duree", "a", "/"}

// before are those that an hour is said with.
var before = []string{"a", "vers", "des", "de", "entre", "pour", "avant", "apres"}

// hours reads from when, and until when: « à 18h30 », « de 8 h à 10 h », « entre midi et deux heures ». Its end is 0 when there are none.
func (r *reader) hours(at int) (from, to *Hour, end int) {
	start := at
	switch {
	case r.is(at, "a", "partir", "de"):
		at += 3
	case slices.Contains(before, r.word(at)):
		at++
	}
	first, end := r.clock(at)
	if end == 0 {
		return nil, nil, 0
	}
	if start == at && first.bare && first.Hour.Hour < 7 && (first.plain || r.word(start-1) == "") {
		return nil, nil, 0 // « 2h de trajet »
	}
	if slices.Contains(within, r.word(start-1)) && start == at && r.word(start-1) != "a" || r.is(start-3, "il", "y", "a") {
		return nil, nil, 0 // « dans 2 h », « il y a 2 h »
	}
	next := end
	switch w := r.word(next); {
	case w == "a" || w == "-" || w == ">" || w == "et" && r.word(start) == "entre":
		next++
	case r.is(next, "jusqu", "'", "a"):
		next += 3
	default:
		return &first.Hour, nil, end
	}
	last, stop := r.clock(next)
	if stop == 0 {
		return &first.Hour, nil, end
	}
	return &first.Hour, &last.Hour, stop
}

// told is an hour as it is said.
type told struct {
	Hour
	bare  bool // no minutes were said
	plain bool // « 2h », not « 2 heures du matin »
}

// isClock reports whether an hour is said from a token on.
func (r *reader) isClock(at int) bool {
	_, end := r.clock(at)
	return end > 0
}

// clock reads « 18h30 », « 18 h », « 18:30 », « dix-huit heures trente », « midi et demi », « 8 h du soir ». Its end is 0 when there is none.
func (r *reader) clock(at int) (h told, end int) {
	switch r.word(at) {
	case "midi":
		h.Hour.Hour, end = 12, at+1
		if r.is(end, "et", "demi") || r.is(end, "et", "demie") {
			h.Minute, end = 30, end+2
		}
		return h, end
	case "minuit":
		return h, at + 1
	}
	n, next := r.number(at)
	if next == 0 || n > 23 {
		return h, 0
	}
	h.Hour.Hour = n
	switch w := r.word(next); {
	case w == "h" || w == "heure" || w == "heures":
		h.Minute, end = r.minutes(next + 1)
		h.bare, h.plain = end == next+1, true
	case w == ":" && len(r.word(next+1)) == 2 && r.at(next+1).isNumber():
		h.Minute, end = r.number(next + 1)
	default:
		return h, 0
	}
	if h.Minute > 59 {
		return h, 0
	}
	return r.half(h, end)
}

// minutes reads what follows « h ».
func (r *reader) minutes(at int) (n, end int) {
	switch {
	case r.is(at, "et", "demie"), r.is(at, "et", "demi"):
		return 30, at + 2
	case r.is(at, "et", "quart"):
		return 15, at + 2
	}
	n, end = r.number(at)
	if digits := r.at(at).isNumber(); end == 0 || digits && len(r.word(at)) != 2 || !digits && n < 5 {
		return 0, at
	}
	return n, end
}

// half reads « du matin », « du soir », « de l'après-midi ».
func (r *reader) half(h told, end int) (told, int) {
	switch {
	case r.is(end, "du", "matin"):
		h.plain = false
		return h, end + 2
	case r.is(end, "du", "soir"):
		end += 2
	case r.is(end, "de", "l", "'", "apres", "-", "midi"):
		end += 6
	default:
		return h, end
	}
	if h.plain = false; h.Hour.Hour < 12 {
		h.Hour.Hour += 12
	}
	return h, end
}
