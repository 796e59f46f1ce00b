package region

import (
	"cmp"
	"slices"
	"strings"

	"partant/internal/text"
)

// name is one way to call a commune.
type name struct {
	key     string // as nameKey folds it
	commune int
	other   bool // a former commune, a place or another spelling, not the name of today
}

// spelled opens the short forms of names. The keys of two spellings of one name are the same.
var spelled = map[string]string{"st": "saint", "ste": "sainte", "sts": "saints", "s": "sur", "lez": "les", "ss": "sous"}

// nameKey folds a name to words parted by single spaces: « Châlette s/ Loing », "CHALETTE SUR LOING".
func nameKey(s string) string {
	words := strings.FieldsFunc(text.Fold(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	for i, w := range words {
		if open, ok := spelled[w]; ok && (w != "s" || i > 0) {
			words[i] = open
		}
	}
	return strings.Join(words, " ")
}

func withoutArticle(key string) string {
	for _, article := range []string{"la ", "le ", "les ", "l "} {
		if rest, ok := strings.CutPrefix(key, article); ok {
			return rest
		}
	}
	return key
}

// maxTyped is how much of what was typed counts: more than the longest name with its postcode.
const maxTyped = 80

// called reports whether typed is the whole name of the commune, or of a former one that it holds, with or without
// accents, hyphens and article.
func (c *Commune) called(typed string) bool {
	key := withoutArticle(nameKey(typed))
	for _, name := range append([]string{c.Name}, c.Formerly...) {
		if withoutArticle(nameKey(name)) == key {
			return true
		}
	}
	return false
}

// Meant returns the communes that an answer may mean which is to name one: a single one when it is the whole name of one
// alone, or when the postcode says which of those that Find returns it is.
func (r *Region) Meant(typed, postcode string) []Commune {
	towns := r.Find(typed)
	for _, is := range []func(Commune) bool{
		func(c Commune) bool { return slices.Contains(c.Postcodes, strings.TrimSpace(postcode)) },
		func(c Commune) bool { return c.called(typed) },
	} {
		if some := slices.DeleteFunc(slices.Clone(towns), func(c Commune) bool { return !is(c) }); len(some) == 1 {
			return some
		}
	}
	return towns
}

// Find returns the communes that what was typed may mean, the likeliest first: by name with or without accents, hyphens
// and article, St for Saint, former commune, beginning of the name or of a word of it, postcode or its beginning, INSEE
// code, "45160 Olivet", "ORLEANS CEDEX 2"; and, only when nothing else fits, with a slip or two. It may be empty.
func (r *Region) Find(typed string) []Commune {
	if runes := []rune(typed); len(runes) > maxTyped {
		typed = string(runes[:maxTyped])
	}
	words, number := r.split(typed)
	if words == "" {
		return r.byNumber(number)
	}
	found := r.rank(words, exactness)
	if len(found) == 0 {
		found = r.rank(words, slips)
	}
	if here := r.keep(found, number); len(here) > 0 {
		found = here
	}
	return r.communes(found)
}

// split parts a name from a postcode, and drops the word CEDEX with its number and the number of the département.
func (r *Region) split(typed string) (words, number string) {
	var kept []string
	parts := strings.Fields(nameKey(typed))
	for i, w := range parts {
		digits := strings.Trim(w, "0123456789") == ""
		switch {
		case w == "cedex", digits && i > 0 && parts[i-1] == "cedex", w == r.Code && len(parts) > 1:
		case digits:
			number = w
		default:
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " "), number
}

// byNumber finds communes by the beginning of a postcode, else by INSEE code. Two digits at least.
func (r *Region) byNumber(number string) []Commune {
	if len(number) < 2 {
		return nil
	}
	var found []int
	for i, c := range r.Communes {
		if slices.ContainsFunc(c.Postcodes, func(p string) bool { return strings.HasPrefix(p, number) }) {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		if i, ok := r.byINSEE[number]; ok {
			found = []int{i}
		}
	}
	r.mostPeopleFirst(found)
	return r.communes(found)
}

// keep returns the communes of found that a postcode serves.
func (r *Region) keep(found []int, postcode string) []int {
	served := r.byPostcode[postcode]
	var here []int
	for _, i := range found {
		if slices.Contains(served, i) {
			here = append(here, i)
		}
	}
	return here
}

// rank sorts the communes by the best rank one of their names gets, then by people. A negative rank is no match.
func (r *Region) rank(words string, rank func(words string, n name) int) []int {
	best := map[int]int{}
	for _, n := range r.names {
		got := rank(words, n)
		if was, seen := best[n.commune]; got >= 0 && (!seen || got < was) {
			best[n.commune] = got
		}
	}
	found := make([]int, 0, len(best))
	for i := range best {
		found = append(found, i)
	}
	r.mostPeopleFirst(found)
	slices.SortStableFunc(found, func(a, b int) int { return cmp.Compare(best[a], best[b]) })
	return found
}

func (r *Region) mostPeopleFirst(found []int) {
	slices.SortFunc(found, func(a, b int) int {
		return cmp.Or(cmp.Compare(r.Communes[b].Population, r.Communes[a].Population), cmp.Compare(a, b))
	})
}

func exactness(words string, n name) int {
	rank := -1
	switch {
	case n.key == words:
		rank = 0
	case strings.HasPrefix(n.key, words):
		rank = 2
	case strings.Contains(n.key, " "+words):
		rank = 4
	case inOrder(strings.Fields(words), strings.Fields(n.key)):
		rank = 6
	}
	if rank >= 0 && n.other {
		rank++
	}
	return rank
}

// inOrder reports whether each typed word begins a word of the name, in the same order: "st jean braye".
func inOrder(typed, name []string) bool {
	if len(typed) < 2 {
		return false
	}
	for _, w := range name {
		if len(typed) > 0 && strings.HasPrefix(w, typed[0]) {
			typed = typed[1:]
		}
	}
	return len(typed) == 0
}

// slips counts the slips between what was typed and a name, or its beginning; -1 when there are too many.
func slips(words string, n name) int {
	most := 1
	switch {
	case len(words) < 4:
		return -1
	case len(words) >= 8:
		most = 2
	}
	start := text.EditsToStart(words, n.key, most) // never more than for the whole
	if start > most {
		return -1
	}
	if whole := text.Edits(words, n.key, most); whole <= most {
		return 2 * whole
	}
	return 2*start + 1
}
