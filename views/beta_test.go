package views

import (
	"strings"
	"testing"

	"partant/internal/post"
)

// What is said of the pace of a project is a whole sentence, whatever the numbers.
func TestPaceWords(t *testing.T) {
	t.Parallel()
	for pace, want := range map[post.Pace]string{
		{}:                                  "Personne n'a encore rien critiqué ni proposé.",
		{Open: 1}:                           "1 critique ou proposition attend une réponse dans une version à venir.",
		{Open: 2}:                           "2 critiques et propositions attendent une réponse dans une version à venir.",
		{Settled: 1, Median: 1, Total: 1}:   "1 critique ou proposition sur 1 a sa réponse dans une version, 1 jour après.",
		{Settled: 3, Median: 12, Total: 31}: "3 critiques et propositions sur 3 ont leur réponse dans une version. La moitié est venue en 12 jours ou moins ; en tout, 31 jours d'attente.",
		{Settled: 2, Open: 1, Median: 0, Total: 3}: "2 critiques et propositions sur 3 ont leur réponse dans une version. La moitié est venue le jour même ; en tout, 3 jours d'attente.",
	} {
		if got := plainSpaces(paceWords(pace)); got != want {
			t.Errorf("%+v: %q, want %q", pace, got, want)
		}
	}
	for days, want := range map[int]string{0: "le jour même", 1: "1 jour après", 12: "12 jours après"} {
		if got := plainSpaces(DaysAfter(days)); got != want {
			t.Errorf("%d: %q", days, got)
		}
	}
}

// plainSpaces has ordinary spaces where lines may not break.
func plainSpaces(s string) string { return strings.ReplaceAll(s, joint, " ") }
