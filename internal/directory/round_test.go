package directory_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/directory"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/search/french"
	"partant/internal/search/meili"
	"partant/internal/testrig"
)

// openMany is a directory whose index is Meilisearch.
func openMany(t *testing.T) *house {
	t.Helper()
	url, master := testrig.Meilisearch(t)
	cfg := meili.Config{URL: url, Prefix: "test-" + strings.ToLower(rand.Text()[:12]), Patience: 20 * time.Second, Lexicon: french.Directory()}
	var err error
	if cfg.SearchKey, cfg.AdminKey, err = meili.Keys(t.Context(), cfg, master); err != nil {
		t.Fatal(err)
	}
	index, err := meili.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return openOn(t, index)
}

func TestATownInTheTextIsAPlace(t *testing.T) {
	t.Parallel()
	for size, open := range map[string]func(*testing.T) *house{"embedded": open, "meili": openMany} {
		t.Run(size, func(t *testing.T) {
			t.Parallel()
			townInText(t, open(t))
		})
	}
}

func townInText(t *testing.T, h *house) {
	sablon, garance := "Plomberie Sablon", "Plomberie Garance"
	for name, tt := range map[string]struct {
		ask  directory.Ask
		town string // empty: the text is answered as words alone
		has  bool
		want []string
	}{
		"nearest first":            {directory.Ask{Text: "plomberie châteauneuf"}, "chateauneuf-sur-loire", false, []string{sablon, garance}},
		"the other way":            {directory.Ask{Text: "plomberie à Briare"}, "briare", false, []string{garance, sablon}},
		"with a slip":              {directory.Ask{Text: "plonbier pithivier"}, "pithiviers", false, []string{sablon, garance}},
		"in the order asked":       {directory.Ask{Text: "plomberie orléans", Sort: search.ByName}, "orleans", false, []string{garance, sablon}},
		"a commune of former days": {directory.Ask{Text: "plomberie arrabloy"}, "gien", true, []string{garance, sablon}},
		"the second page":          {directory.Ask{Text: "plomberie briare", Size: 1, Page: 2}, "briare", false, []string{sablon}},
		"narrowed":                 {directory.Ask{Text: "plomberie briare", Tags: []string{"bain"}}, "briare", false, []string{garance}},
		"somebody is there":        {directory.Ask{Text: "plomberie olivet"}, "", false, []string{sablon}},
		"nobody anywhere":          {directory.Ask{Text: "zzzxqw olivet"}, "", false, []string{sablon}},
		"narrowed to a commune":    {directory.Ask{Text: "plomberie briare", Communes: []string{"orleans"}}, "", false, nil},
		"round another place":      {directory.Ask{Text: "garance briare", Near: &search.Near{Center: gienAt()}, Kinds: []profile.Kind{profile.Company}}, "", false, []string{garance}},
	} {
		found := h.ask(nobody, tt.ask)
		if diff := cmp.Diff(tt.want, names(found.Hits)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		got := directory.Town{}
		if found.Town != nil {
			got = *found.Town
		}
		if got.Slug != tt.town || got.Has != tt.has || tt.town != "" && found.Relaxed {
			t.Errorf("%s: %+v", name, found)
		}
		for _, hit := range found.Hits {
			if far := hit.Distance >= 0; far != (tt.town != "" || tt.ask.Near != nil) {
				t.Errorf("%s: %s is %v m away", name, hit.Name, hit.Distance)
			}
		}
	}
}

func gienAt() geo.Point {
	gien, _ := place.Region.Commune("45155")
	return gien.At
}

// leaves answers once, then is away.
type leaves struct {
	search.Index
	answers int
}

func (l *leaves) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if l.answers--; l.answers < 0 {
		return search.Result{}, fault.Unavailable
	}
	return l.Index.Search(ctx, q)
}

func TestAnIndexThatLeavesMidwayStillAnswered(t *testing.T) {
	t.Parallel()
	h := open(t)
	for answers := 1; answers < 3; answers++ {
		s := directory.New(&leaves{h.index, answers}, h.profiles, nil, place)
		found, err := s.Search(t.Context(), nobody, directory.Ask{Text: "plomberie briare", Size: 10})
		if err != nil || !found.Relaxed || found.Town != nil || len(found.Hits) != 2 {
			t.Errorf("after %d answers: %+v, %v", answers, found, err)
		}
	}
}
