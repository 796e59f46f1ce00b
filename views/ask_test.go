package views

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAskURL(t *testing.T) {
	t.Parallel()
	gien := Ask{Text: "plombier", Near: "45155", NearText: "Gien", Radius: 5, Page: 3, Filters: []Filter{{Param: ParamKind, Value: "entreprise"}, {Param: ParamTag, Value: "bio & local"}}}
	for _, test := range []struct {
		name string
		ask  Ask
		want string
	}{
		{"nothing", Ask{}, "/annuaire"},
		{"first page", Ask{Page: 1}, "/annuaire"},
		{"all", gien, "/annuaire?etiquette=bio+%26+local&page=3&pres=45155&q=plombier&rayon=5&type=entreprise"},
		{"without a filter", gien.Without(ParamTag, "bio & local"), "/annuaire?pres=45155&q=plombier&rayon=5&type=entreprise"},
		{"with one more", gien.With(ParamSeek, "un local"), "/annuaire?cherche=un+local&etiquette=bio+%26+local&pres=45155&q=plombier&rayon=5&type=entreprise"},
		{"anywhere", gien.Sorted(SortDistance).Anywhere(), "/annuaire?etiquette=bio+%26+local&q=plombier&type=entreprise"},
		{"wider", gien.Within(20), "/annuaire?etiquette=bio+%26+local&pres=45155&q=plombier&rayon=20&type=entreprise"},
		{"on the map", Ask{}.OnMap(true), "/annuaire?vue=carte"},
		{"by name", Ask{}.Sorted(SortName), "/annuaire?tri=nom"},
		{"page", Ask{}.At(2), "/annuaire?page=2"},
		{"a radius without a centre", Ask{Radius: 5}, "/annuaire"},
	} {
		if got := test.ask.URL(); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	if len(gien.Filters) != 2 || gien.Page != 3 {
		t.Error("asking otherwise changed what was asked")
	}
}

// FuzzAskURL checks that whatever was typed comes back out of the address, and that the address stays on the site.
func FuzzAskURL(f *testing.F) {
	f.Add("plombier", "bio", "45155")
	f.Add("a&b=c#d?e", "é\x00", "47.9,1.9")
	f.Fuzz(func(t *testing.T, text, tag, near string) {
		u, err := url.Parse(Ask{Text: text, Near: near}.With(ParamTag, tag).URL())
		if err != nil {
			t.Fatal(err)
		}
		if u.Host != "" || u.Path != "/annuaire" || u.Fragment != "" {
			t.Errorf("leads to %s", u)
		}
		got := []string{u.Query().Get("q"), u.Query().Get("etiquette"), u.Query().Get("pres")}
		if diff := cmp.Diff([]string{text, tag, near}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAround(t *testing.T) {
	t.Parallel()
	for want, ask := range map[string]Ask{
		"à 5_km de Gien":            {Near: "45155", NearText: "Gien", Radius: 5},
		"autour d'Olivet":           {Near: "45232", NearText: "Olivet"},
		"à 10_km de votre position": {Near: "47.9,1.9", NearText: "votre position", Radius: 10},
		"autour de 47.9,1.9":        {Near: "47.9,1.9"},
	} {
		if got := plain.Replace(ask.around()); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPlaceField(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		ask         Ask
		typed, hint string
	}{
		{Ask{}, "", "une commune"},
		{Ask{Near: "45155", NearText: "Gien"}, "Gien", "une commune"},
		{Ask{Near: "Giien"}, "Giien", "une commune"},
		{Ask{Near: "47.9,1.9", NearText: "votre position"}, "", "votre position"}, // a word that is no commune must not be sent back
	} {
		if got := [2]string{test.ask.placeTyped(), test.ask.placeHint()}; got != [2]string{test.typed, test.hint} {
			t.Errorf("%+v: %q", test.ask, got)
		}
	}
}

func TestRadii(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]int{2, 5, 10, 20, 50}, Ask{Radius: 5}.radii()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{2, 5, 7, 10, 20, 50}, Ask{Radius: 7}.radii()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{2, 5, 10, 20, 50}, Ask{}.radii()); diff != "" {
		t.Errorf("a radius of an URL stays for the next person: %s", diff)
	}
}

func TestSorts(t *testing.T) {
	t.Parallel()
	texts := func(a Ask) (list []string) {
		for _, o := range a.sorts() {
			if o.on {
				o.text = "*" + o.text
			}
			list = append(list, o.text)
		}
		return list
	}
	if diff := cmp.Diff([]string{"*Pertinence", "Nouveautés", "Nom"}, texts(Ask{})); diff != "" {
		t.Error(diff)
	}
	for _, sort := range []Sort{SortRelevance, SortDistance} {
		if diff := cmp.Diff([]string{"*Distance", "Nouveautés", "Nom"}, texts(Ask{Near: "45155", Sort: sort})); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff([]string{"*Pertinence", "Distance", "Nouveautés", "Nom"}, texts(Ask{Text: "plombier", Near: "45155"})); diff != "" {
		t.Error(diff)
	}
}

func TestTally(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]DirectoryPage{
		"12_fiches":      {Total: 12},
		"1_résultat":     {Total: 1, Ask: Ask{Text: "x"}},
		"Aucun résultat": {Ask: Ask{Text: "x"}},
		"Par nom":        {Total: -1, Down: true, Cards: []Card{{}}},
	} {
		if got := plain.Replace(p.tally()); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := (DirectoryPage{Total: -1, Down: true}).tally(); got != "Aucun résultat" {
		t.Errorf("nothing found without the engine says %q", got)
	}
}

func TestHidden(t *testing.T) {
	t.Parallel()
	p := DirectoryPage{
		Ask:    Ask{Filters: []Filter{{Param: ParamKind, Value: "club"}, {Param: ParamTag, Value: "rare"}, {Param: ParamSeek, Value: "un local"}}},
		Facets: []Facet{{Param: ParamKind, Options: []FacetOption{{Value: "club", On: true}}}, {Param: ParamTag, Options: []FacetOption{{Value: "bio"}}}},
	}
	want := []Filter{{Param: ParamTag, Value: "rare"}, {Param: ParamSeek, Value: "un local"}}
	if diff := cmp.Diff(want, p.hidden()); diff != "" {
		t.Error(diff)
	}
}

func TestNarrowings(t *testing.T) {
	t.Parallel()
	a := Ask{Text: "gar", Near: "45155", NearText: "Gien", Radius: 2, Page: 3}.With(ParamKind, "club").With(ParamOffer, "zzz").With(ParamKind, "personne")
	want := []string{
		"club, personne: /annuaire?pres=45155&propose=zzz&q=gar&rayon=2",
		"propose_: zzz: /annuaire?pres=45155&q=gar&rayon=2&type=club&type=personne",
		"à 2_km de Gien: /annuaire?propose=zzz&q=gar&type=club&type=personne",
		"«_gar_»: /annuaire?pres=45155&propose=zzz&rayon=2&type=club&type=personne",
	}
	var got []string
	for _, d := range a.Narrowings() {
		got = append(got, plain.Replace(d.Text)+": "+d.Ask.URL())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, alone := range []Ask{{}, {Text: "zzz"}, {Near: "45155"}, Ask{}.With(ParamKind, "club")} {
		if all := alone.Narrowings(); all != nil {
			t.Errorf("%s: nothing is left to ask without %+v", alone.URL(), all)
		}
	}
}
