package searchtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/search"
)

// Talk runs the suite of what people write. open gives a fresh, empty index that is ready to answer, closed when the test ends.
func Talk(t *testing.T, open Opener) {
	for name, check := range map[string]func(*testing.T, *search.Talk){
		"Find": talkFound, "Folds": talkFolds, "Kinds": talkKinds, "Newest": talkNewest, "Marks": talkMarks, "Put": talkPut, "Remove": talkRemove,
		"Rebuild": talkRebuild, "Hostile": talkHostile, "Pages": talkPages, "Long": talkLong,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, search.NewTalk(open(t)))
		})
	}
}

func said(what search.What, id, title, text string, minute int, tags ...string) search.Said {
	return search.Said{Ref: search.Ref{What: what, ID: id}, Title: title, Text: text, Tags: tags, At: noon.Add(time.Duration(minute) * time.Minute)}
}

// square is a few things said, in two kinds.
func square() []search.Said {
	return []search.Said{
		said(search.Discussion, "fibre", "Qui a raccordé son atelier à la fibre ?", "Deux ans d'attente à Gien. – L'électricien de Briare y est arrivé.", 1, "Très haut débit"),
		said(search.Discussion, "salle", "Une salle pour se retrouver", "La mairie prête l'auditorium le mardi.", 2, "Vie locale"),
		said(search.Publication, "four", "Le nouveau four est arrivé", "Portes ouvertes samedi : brioches et chevaux de bois.", 3, "Pain"),
		said(search.Publication, "fete", "Fête de la Saint-Jean", "Feu de joie à l'étang, avec les pompiers.", 4, "fêtes"),
	}
}

func putSaid(t *testing.T, talk *search.Talk, all ...search.Said) {
	t.Helper()
	mark, err := talk.Put(t.Context(), all...)
	ok(t, err)
	ok(t, talk.Wait(t.Context(), mark))
}

func look(t *testing.T, talk *search.Talk, text string) search.TalkFound {
	t.Helper()
	found, err := talk.Find(t.Context(), search.TalkQuery{Text: text, Page: search.Page{Number: 1, Size: 20}})
	if err != nil {
		t.Fatalf("Find(%q): %v", text, err)
	}
	return found
}

func refs(found search.TalkFound) (all []string) {
	for _, h := range found.Hits {
		all = append(all, string(h.What)+"/"+h.ID)
	}
	return all
}

func wantSaid(t *testing.T, talk *search.Talk, text string, want ...string) {
	t.Helper()
	found := look(t, talk, text)
	got := refs(found)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || found.Total != len(want) {
		t.Errorf("%q finds %q, %d in all; want %q", text, got, found.Total, want)
	}
}

func talkFound(t *testing.T, talk *search.Talk) {
	putSaid(t, talk, square()...)
	for text, want := range map[string]string{"atelier": "discussion/fibre", "briare": "discussion/fibre", "mardi": "discussion/salle", "pain": "publication/four", "brioches": "publication/four", "étang": "publication/fete", "haut débit": "discussion/fibre"} {
		wantSaid(t, talk, text, want)
	}
	wantSaid(t, talk, "licorne")
	for _, nothing := range []string{"", " ", "\t\n"} {
		wantSaid(t, talk, nothing)
	}
	_, err := talk.Find(t.Context(), search.TalkQuery{Text: "x"})
	wantErr(t, err, fault.Invalid)
	status, err := talk.Status(t.Context())
	if ok(t, err); status.Documents != 4 || !status.Ready {
		t.Errorf("%+v", status)
	}
}

// talkFolds wants what is typed otherwise than it was written: accents, plurals, elisions, beginnings, misspelt words.
func talkFolds(t *testing.T, talk *search.Talk) {
	putSaid(t, talk, square()...)
	for text, want := range map[string]string{"RACCORDE": "discussion/fibre", "electricien": "discussion/fibre", "l'électricien": "discussion/fibre", "d’attente": "discussion/fibre", "fêtes": "publication/fete", "cheval": "publication/four",
		"brioche": "publication/four", "st jean": "publication/fete", "auditor": "discussion/salle", "electrisien": "discussion/fibre", "ateliers": "discussion/fibre"} {
		wantSaid(t, talk, text, want)
	}
}

func talkKinds(t *testing.T, talk *search.Talk) {
	putSaid(t, talk, square()...)
	putSaid(t, talk, said(search.Publication, "fibre", "La fibre est là", "Enfin.", 9)) // the same id among the others is another thing
	q := search.TalkQuery{Text: "fibre", Page: search.Page{Number: 1, Size: 5}}
	for what, want := range map[search.What][]string{"": {"discussion/fibre", "publication/fibre"}, search.Discussion: {"discussion/fibre"}, search.Publication: {"publication/fibre"}} {
		q.What = what
		found, err := talk.Find(t.Context(), q)
		ok(t, err)
		got := refs(found)
		slices.Sort(got)
		same(t, "hits of "+string(what), got, want)
		same(t, "kinds", found.Kinds, map[search.What]int{search.Discussion: 1, search.Publication: 1})
		if found.Total != len(want) {
			t.Errorf("%d in all", found.Total)
		}
	}
}

// talkNewest wants the newest first among what fits alike.
func talkNewest(t *testing.T, talk *search.Talk) {
	var want []string
	for n, minute := range []int{3, 9, 1, 7} {
		putSaid(t, talk, said(search.Publication, fmt.Sprint(n), "Marché de Noël", "Sur la place.", minute))
	}
	want = []string{"publication/1", "publication/3", "publication/0", "publication/2"}
	same(t, "order", refs(look(t, talk, "marché")), want)
	soon := said(search.Event, "soon", "Marché de Noël", "Sur la place.", 0)
	soon.First = 200_000_000_000
	putSaid(t, talk, soon)
	same(t, "what comes first", refs(look(t, talk, "marché")), append([]string{"evenement/soon"}, want...))
}

func talkMarks(t *testing.T, talk *search.Talk) {
	text := strings.Repeat("Autre chose encore. ", 60) + "La FIBRE <b>optique</b> est là. " + strings.Repeat("Et puis la suite. ", 60)
	putSaid(t, talk, said(search.Discussion, "a", "Parlons de fibre", text, 1))
	found := look(t, talk, "fibre")
	if len(found.Hits) != 1 {
		t.Fatalf("%+v", found)
	}
	marked := func(m search.Marked) (words []string) {
		for _, r := range m.Ranges {
			words = append(words, m.Text[r[0]:r[1]])
		}
		return words
	}
	h := found.Hits[0]
	same(t, "title", marked(h.Title), []string{"fibre"})
	same(t, "excerpt", marked(h.Excerpt), []string{"FIBRE"})
	if len(h.Excerpt.Text) > 600 || !strings.Contains(h.Excerpt.Text, "<b>optique</b>") {
		t.Errorf("excerpt %q", h.Excerpt.Text)
	}
}

func talkPut(t *testing.T, talk *search.Talk) {
	putSaid(t, talk, square()...)
	putSaid(t, talk, said(search.Discussion, "fibre", "Qui vend des roseaux ?", "Personne.", 5, "Matériaux"))
	wantSaid(t, talk, "atelier")
	wantSaid(t, talk, "briare")
	wantSaid(t, talk, "débit")
	wantSaid(t, talk, "roseaux", "discussion/fibre")
	wantSaid(t, talk, "matériaux", "discussion/fibre")
	_, err := talk.Put(t.Context(), said(search.Discussion, "a/b", "x", "y", 1))
	wantErr(t, err, fault.Invalid)
}

func talkRemove(t *testing.T, talk *search.Talk) {
	putSaid(t, talk, square()...)
	for range 2 {
		mark, err := talk.Remove(t.Context(), search.Ref{What: search.Discussion, ID: "fibre"}, search.Ref{What: search.Publication, ID: "salle"}, search.Ref{What: search.Publication, ID: "nobody"})
		ok(t, err)
		ok(t, talk.Wait(t.Context(), mark))
	}
	wantSaid(t, talk, "atelier")
	wantSaid(t, talk, "salle", "discussion/salle")
	status, err := talk.Status(t.Context())
	if ok(t, err); status.Documents != 3 {
		t.Errorf("%+v", status)
	}
}

func talkRebuild(t *testing.T, talk *search.Talk) {
	putSaid(t, talk, square()...)
	each := func(all []search.Said, last error) func(func(search.Said, error) bool) {
		return func(yield func(search.Said, error) bool) {
			for _, s := range all {
				if !yield(s, nil) {
					return
				}
			}
			if last != nil {
				yield(search.Said{}, last)
			}
		}
	}
	fresh := []search.Said{said(search.Publication, "new", "Du neuf", "Tout est neuf.", 1)}
	_, err := talk.Rebuild(t.Context(), each(fresh, fault.Unavailable))
	wantErr(t, err, fault.Unavailable)
	wantSaid(t, talk, "atelier", "discussion/fibre")
	report, err := talk.Rebuild(t.Context(), each(fresh, nil))
	if ok(t, err); report.Documents != 1 {
		t.Errorf("%+v", report)
	}
	wantSaid(t, talk, "atelier")
	wantSaid(t, talk, "neuf", "publication/new")
	if talk.Hoards() {
		t.Error("words of what is gone are left")
	}
}

// talkHostile wants nothing that people type to fail, nor to be an operator.
func talkHostile(t *testing.T, talk *search.Talk) {
	putSaid(t, talk, square()...)
	for _, text := range []string{`"`, `fibre" OR "x`, "-fibre", "fibre*", "NEAR(a b)", "\x00fibre\x1b", "a:b", strings.Repeat("fibre ", 300), "<script>alert(1)</script>", "\u202efibre", "kind:discussion", "'; DROP TABLE docs; --"} {
		look(t, talk, text)
	}
	wantSaid(t, talk, "-fibre", "discussion/fibre")
}

func talkPages(t *testing.T, talk *search.Talk) {
	var all []search.Said
	for n := range 25 {
		all = append(all, said(search.Publication, fmt.Sprintf("p%02d", n), "Marché", "Le samedi.", n))
	}
	putSaid(t, talk, all...)
	seen := map[string]bool{}
	for number := 1; number <= 4; number++ {
		found, err := talk.Find(t.Context(), search.TalkQuery{Text: "marché", Page: search.Page{Number: number, Size: 10}})
		ok(t, err)
		if found.Total != 25 || len(found.Hits) != []int{0, 10, 10, 5, 0}[number] {
			t.Errorf("page %d: %d of %d", number, len(found.Hits), found.Total)
		}
		for _, h := range found.Hits {
			seen[h.ID] = true
		}
	}
	if len(seen) != 25 {
		t.Errorf("%d are seen", len(seen))
	}
}

// talkLong wants a word at the end of the longest text that is sent.
func talkLong(t *testing.T, talk *search.Talk) {
	const longest = 10_000
	end := " zinzolin"
	text := strings.Repeat("Les artisans préparent la prochaine rencontre. ", longest/48) + end
	putSaid(t, talk, said(search.Discussion, "long", "Un long fil", text, 1))
	wantSaid(t, talk, "zinzolin", "discussion/long")
}
