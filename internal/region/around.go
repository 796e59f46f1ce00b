package region

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"partant/internal/text"
)

// spokenDistance parts « plombiers à moins de 10 km de Gien » at its distance.
var spokenDistance = regexp.MustCompile(`(?i)^(.*?)\b(\d{1,3})\s*(?:kms?|kilom[eè]tres?)(?:\s+(.+)|)$`)

// Words that lead to a distance, and from it to its town, and say nothing else; folded.
var (
	beforeDistance = strings.Fields("a dans un le rayon de moins jusqu'a jusqu’a environ tout toute tous toutes ce qui est sont se trouve trouvent situe situes situees qu'il qu’il y")
	afterDistance  = strings.Fields("de du des autour alentour aux alentours a la ronde environ maximum max")
)

// Around reads a distance from a commune in a sentence, and what is looked for: « plombiers à moins de 10 km de Gien »
// is « plombiers », Gien and 10. rest is empty for « tout à 5 km de Gien ». ok is false when it names no distance in
// kilometres, or no commune that is known.
func (r *Region) Around(typed string) (rest string, town Commune, km int, ok bool) {
	parts := spokenDistance.FindStringSubmatch(typed)
	if parts == nil {
		return "", Commune{}, 0, false
	}
	what, where := strings.Fields(parts[1]), strings.Fields(parts[3])
	for len(what) > 0 && slices.Contains(beforeDistance, text.Fold(what[len(what)-1])) {
		what = what[:len(what)-1]
	}
	for len(where) > 0 && slices.Contains(afterDistance, text.Fold(where[0])) {
		where = where[1:]
	}
	place := strings.Join(where, " ")
	if towns := r.Find(elided.ReplaceAllString(place, "")); len(towns) > 0 {
		town = towns[0]
	} else if town, rest, ok = r.Inside(place); !ok {
		return "", Commune{}, 0, false
	}
	km, _ = strconv.Atoi(parts[2])
	return strings.TrimSpace(strings.Join(what, " ") + " " + rest), town, km, true
}

// elided is the « d' » before a name that begins with a vowel.
var elided = regexp.MustCompile(`(?i)^d['’]\s*`)
