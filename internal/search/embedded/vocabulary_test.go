package embedded

import (
	"slices"
	"strings"
	"testing"

	"partant/internal/search/french"
)

func vocabularyOf(words ...string) *vocabulary {
	v := newVocabulary()
	for i, word := range words {
		if i%2 == 0 {
			v.add(word, 10)
		}
	}
	v.sort()
	for i, word := range words {
		if i%2 == 1 {
			v.insert(word)
			v.used[v.ids[word]] = 10
		}
	}
	return &v
}

func (v *vocabulary) spell(ids []uint32) string {
	var words []string
	for _, id := range ids {
		words = append(words, v.words[id])
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

func TestStartingWith(t *testing.T) {
	t.Parallel()
	v := vocabularyOf("boulanger", "bar", "boulangerie", "boucher", "zoo", "ile", "élan")
	for prefix, want := range map[string]string{
		"bou": "boucher boulanger boulangerie", "boulangerie": "boulangerie", "z": "zoo", "zz": "", "": "bar boucher boulanger boulangerie ile zoo élan", "a": "",
	} {
		if got := v.spell(v.startingWith(prefix)); got != want {
			t.Errorf("%q begins %q, want %q", prefix, got, want)
		}
	}
}

func TestOfStem(t *testing.T) {
	t.Parallel()
	v := vocabularyOf("cheval", "chevaux", "chevalet", "coiffeur", "coiffeuse", "coiffure", "formatrice", "formateurs", "formation",
		"sportif", "sportives", "vin", "vins", "vingt", "boulangerie", "boulangeries", "st", "s")
	for word, want := range map[string]string{
		"chevaux": "cheval chevaux", "coiffeuses": "coiffeur coiffeuse", "formateur": "formateurs formatrice", "sportive": "sportif sportives",
		"vin": "vin vins", "boulangerie": "boulangerie boulangeries", "s": "", "absent": "",
	} {
		if got := v.spell(v.ofStem(french.Stem(word))); got != want {
			t.Errorf("of the stem of %s: %q, want %q", word, got, want)
		}
	}
}

func TestNear(t *testing.T) {
	t.Parallel()
	v := vocabularyOf("plombier", "plomb", "zephyrix", "garage", "gare", "montargis", "serrurier", "boulanger", "orthophoniste", "informatique", "s")
	for typed, want := range map[string]string{
		"plombeir ":     "plombier",
		"zefyrix ":      "zephyrix",
		"garrage ":      "garage",
		"monargis ":     "montargis",
		"serurier ":     "serrurier",
		"ortofoniste ":  "orthophoniste",
		"nformatique ":  "", // the first letter is right, in a word that says nothing else
		"gar ":          "",
		"zzzz":          "",
		"2000 ":         "",
		"boulangr":      "boulanger",
		"imformatiqeu ": "informatique",
		"infromatieq ":  "",
	} {
		word := french.Directory().Plan(typed)[0]
		var ids []uint32
		for _, s := range v.near(word) {
			ids = append(ids, s.id)
		}
		if got := v.spell(ids); got != want {
			t.Errorf("%q may be %q, want %q", typed, got, want)
		}
	}
}

// A word that one letter makes of the typed one hides those that two make, unless it is so rare that it is chance.
func TestNearTakesTheNearest(t *testing.T) {
	t.Parallel()
	v := vocabularyOf("carrelage", "carrelages")
	word := french.Directory().Plan("carrelagr ")[0]
	if slips := v.near(word); len(slips) != 1 || v.words[slips[0].id] != "carrelage" {
		t.Errorf("%+v", slips)
	}
	v.used[v.ids["carrelage"]] = 1
	if slips := v.near(word); len(slips) != 2 {
		t.Errorf("%+v", slips)
	}
}
