package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/moderation"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// What somebody organises stands in three lists by its day; what moderation holds is marked, and leads to why.
func TestOrganisedLists(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, own, _ := h.speaker("Dumont")
	host.get("/evenements/organises").is(http.StatusOK).counts("main h2", 0).has("main", "rien annoncé")
	keep := func(id string, days int, is func(*event.Event)) {
		start := h.hands.now().Add(time.Duration(days) * 24 * time.Hour)
		wall := func(at time.Time) event.Moment { return event.Moment{Wall: at.Format("2006-01-02T15:04"), At: at} }
		e := event.Event{ID: id, Slug: id, Title: "Le " + id, Body: "Venez.", Purpose: "Se voir", Place: "L'ECG", By: viewer.Author{Page: own.ID, Account: host.account.ID}, For: event.Everybody, Zone: event.Zone,
			Start: wall(start), End: wall(start.Add(time.Hour)), Created: h.hands.now(), Published: h.hands.now()}
		is(&e)
		if err := h.Events.Keep(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	keep("retenu", 2, func(e *event.Event) { e.Down = &unseen.Mark{At: h.hands.now(), Held: true} })
	keep("projet", 3, func(e *event.Event) { e.Draft, e.Published = true, time.Time{} })
	keep("vieux-projet", -3, func(e *event.Event) { e.Draft, e.Published = true, time.Time{} })
	keep("hier", -1, func(e *event.Event) { e.Over = true })
	for n := range 22 {
		keep(fmt.Sprintf("rendez-vous-%02d", n), 40-n, func(*event.Event) {})
	}
	first := host.get("/evenements/organises").is(http.StatusOK).counts("main section", 3)
	titles := func(a *answer, selector string) (all []string) {
		for _, n := range a.all(selector) {
			all = append(all, words(n))
		}
		return all
	}
	next := titles(first, `section[aria-labelledby="liste-a-venir"] h3`)
	if len(next) != 20 || next[0] != "Le retenu" || next[1] != "Le rendez-vous-21" || next[19] != "Le rendez-vous-03" {
		t.Errorf("to come: %q", next)
	}
	first.has(`section[aria-labelledby="liste-a-venir"] .meet:nth-of-type(1) .marks`, "Retenu", "attend d'être relu")
	first.counts(`.meet a[href="/decisions/`+moderation.CaseOf(moderation.Event, "retenu")+`"]`, 1)
	first.counts(`a[href="/evenements/retenu"]`, 0)
	if drafts := titles(first, `section[aria-labelledby="liste-brouillons"] h3`); len(drafts) != 2 || drafts[0] != "Le vieux-projet" {
		t.Errorf("drafts: %q", drafts)
	}
	first.counts(`section[aria-labelledby="liste-brouillons"] .date[data-off]`, 1)
	first.has(`section[aria-labelledby="liste-passes"]`, "C'est passé", "Le hier")
	more := host.get(attribute(first.one(`section[aria-labelledby="liste-a-venir"] .pages a`), "href")).is(http.StatusOK)
	if rest := titles(more, "main h3"); len(rest) != 3 || rest[0] != "Le rendez-vous-02" || rest[2] != "Le rendez-vous-00" {
		t.Errorf("then: %q", rest)
	}
	for _, odd := range []string{"?liste=zzz", "?suite=x", "?liste=passes&suite=x"} {
		host.get("/evenements/organises" + odd).is(http.StatusNotFound)
	}
	h.join("Moreau", viewer.Member).get("/evenements/organises").hides("rendez-vous-21").hides("retenu")
}
