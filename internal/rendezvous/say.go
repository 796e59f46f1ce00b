package rendezvous

import (
	"slices"
	"time"

	"partant/internal/text"
)

// Say is what words answer to « partant ? ».
type Say string

// The answers.
const (
	Yes   Say = "partant"
	Maybe Say = "peut-etre"
	No    Say = "pas-cette-fois"
)

var (
	count = []string{"partant", "partante", "partants", "partantes"}
	// leads are the words before « partant » that make it an answer, or a question.
	leads = []string{"suis", "serais", "serai", "sommes", "serons", "etes", "sera", "aussi", "donc", "bien", "tres", "priori", "fait", "toujours", "totalement", "carrement", "oui", "moi",
		"nous", "est", "serait", "plutot", "grandement", "super", "pas", "plus", "normalement", "etre", "principe", "qui", "vous", "tous", "toutes", "volontiers", "evidemment", "immediatement"}
	negations = []string{"pas", "plus", "jamais", "ni"}
	maybes    = []string{"priori", "probablement", "normalement", "principe", "possible", "doute", "peut", "plutot", "eventuellement"}
)

// Asks reports whether words ask who comes: « partant ? », « qui est partant ? ».
func Asks(words string) bool {
	for _, said := range counts(words) {
		if said.asks {
			return true
		}
	}
	return false
}

// Answers returns what words answer to « partant ? »; empty when they say nothing of it, or two things at once.
func Answers(words string) (say Say) {
	for _, said := range counts(words) {
		if said.asks {
			continue
		}
		if say != "" && say != said.say {
			return ""
		}
		say = said.say
	}
	return say
}

// counted is one « partant » of a text.
type counted struct {
	asks bool
	say  Say
}

func counts(words string) (all []counted) {
	words = text.Cut(words, MostRead)
	r := reader{tokens: split(words), words: words, now: time.Time{}}
	for i := range r.tokens {
		if slices.Contains(count, r.word(i)) && r.meant(i) {
			all = append(all, r.counted(i))
		}
	}
	return all
}

// meant reports whether « partant » says that somebody comes, and not that a train leaves: « en partant », « partant du principe ».
func (r *reader) meant(at int) bool {
	begins := at == 0 || r.ends(at-1) || slices.Contains([]string{",", ":", "(", "-", "\"", "«", "»"}, r.word(at-1))
	if w := r.word(at + 1); w == "de" || w == "du" || w == "des" || w == "d" {
		return false
	}
	return begins || slices.Contains(leads, r.word(at-1))
}

func (r *reader) counted(at int) counted {
	from, to := at, at
	for from > 0 && !r.ends(from-1) {
		from--
	}
	for !r.ends(to) {
		to++
	}
	if r.word(to) == "?" || r.word(to) == "!" && r.word(to+1) == "?" {
		return counted{asks: true}
	}
	said := counted{say: Yes}
	for i := from; i < to; i++ {
		switch w := r.word(i); {
		case slices.Contains(negations, w) && i < at && at-i <= 4 && !slices.ContainsFunc(r.tokens[i:at], func(t token) bool { return t.word == "," }):
			return counted{say: No}
		case slices.Contains(maybes, w) && !r.is(i-1, "sans", "aucun"):
			said.say = Maybe
		}
	}
	return said
}
