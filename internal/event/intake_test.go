package event_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/viewer"
)

// foreign is a breakfast of another calendar, so many days on.
func foreign(day int) event.Foreign {
	at := time.Date(2027, 1, 12, 7, 30, 0, 0, time.UTC).AddDate(0, 0, day)
	return event.Foreign{UID: fmt.Sprintf("petit-dejeuner-%d@club.example", day), Line: 3 + day, Start: at, End: at.Add(90 * time.Minute), Title: "Petit déjeuner", Text: "Se connaître.", Place: "L'ECG, 12 rue des Carmes, Orléans",
		URL: "https://club.example/x", Commune: "45234", Tags: []string{"club", "café, thé"}}
}

// fates are what becomes of all, in short.
func fates(all []event.Found) string {
	var said []string
	for _, a := range all {
		said = append(said, string(a.Fate))
	}
	return strings.Join(said, " ")
}

var takes = event.Batch{Voice: "p-a", Later: true}

func (r *rig) takeIn(t *testing.T, b event.Batch, all ...event.Foreign) []event.Found {
	t.Helper()
	got, err := r.TakeIn(t.Context(), viewer.Viewer{Account: "a"}, b, all)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A calendar becomes drafts, or events, once; what is there stays as it is, whatever the calendar says later.
func TestTakeIn(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := viewer.Viewer{Account: "a"}
	if got, err := r.Foresee(t.Context(), v, takes, []event.Foreign{foreign(0), foreign(7)}); err != nil || fates(got) != "nouveau nouveau" || got[0].Event.ID != "" {
		t.Fatalf("%s, %v", fates(got), err)
	}
	made := r.takeIn(t, takes, foreign(0), foreign(7))
	e := made[0].Event
	if fates(made) != "nouveau nouveau" || !e.Draft || e.ID != made[0].Key || e.Start.Wall != "2027-01-12T08:30" || e.End.Wall != "2027-01-12T10:00" || e.Purpose != "Se connaître." || e.Commune != "45234" || e.Body != "https://club.example/x" || len(e.Tags) != 2 {
		t.Fatalf("%s: %+v", fates(made), e)
	}
	moved, off := foreign(0), foreign(7)
	moved.Start, off.Cancelled = moved.Start.Add(time.Hour), true
	again := r.takeIn(t, takes, moved, off, foreign(14), foreign(14))
	if fates(again) != "deja deja nouveau passe" || !strings.Contains(again[0].Why, "autre heure") || !strings.Contains(again[1].Why, "annulé") || again[0].Event.Start != e.Start {
		t.Errorf("%s: %q, %q", fates(again), again[0].Why, again[1].Why)
	}
	if err := r.Delete(t.Context(), v, e.Slug); err != nil {
		t.Fatal(err)
	}
	if back := r.takeIn(t, event.Batch{Voice: "p-a"}, foreign(0)); fates(back) != "nouveau" || back[0].Event.Draft || back[0].Key == made[0].Key {
		t.Errorf("what was deleted comes back as %+v", back)
	}
	first, later := foreign(28), foreign(28)
	first.Nth, later.Nth, later.Start = "20270209T073000Z", "20270209T080000Z", later.Start.Add(30*time.Minute)
	if series := r.takeIn(t, takes, first); fates(series) != "nouveau" {
		t.Error(fates(series))
	}
	if series := r.takeIn(t, takes, later); fates(series) != "deja" || !strings.Contains(series[0].Why, "autre heure") {
		t.Errorf("a series that moved by half an hour comes twice: %+v", series)
	}
	if other := r.takeIn(t, event.Batch{Voice: "p-a", Only: []string{"x"}}, foreign(21)); fates(other) != "passe" {
		t.Errorf("what was not chosen: %s", fates(other))
	}
	if _, err := r.TakeIn(t.Context(), viewer.Viewer{Account: "b"}, takes, nil); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, err := r.Foresee(t.Context(), viewer.Viewer{}, takes, nil); !errors.Is(err, fault.SignedOut) {
		t.Error(err)
	}
}

// What cannot be announced is refused with what is missing; the form fills it in for all.
func TestTakeInRefuses(t *testing.T) {
	t.Parallel()
	r := open(t)
	mute, nowhere, lost, past, endless, day, online, unending := foreign(0), foreign(1), foreign(2), foreign(3), foreign(4), foreign(5), foreign(6), foreign(7)
	mute.Text, nowhere.Place, nowhere.Commune, lost.Commune = "", "", "", ""
	past.Start, past.End = noon.Add(-time.Hour), noon.Add(time.Hour)
	endless.End = endless.Start
	day.AllDay, day.Start = true, time.Date(2027, 1, 16, 23, 0, 0, 0, time.UTC)
	day.End = day.Start.AddDate(0, 0, 2)
	online.Place, online.Commune = "https://salle.exemple.fr/x", ""
	unending.End = unending.Start.AddDate(1, 0, 0)
	all := []event.Foreign{mute, nowhere, lost, past, endless, day, online, unending}
	got, err := r.Foresee(t.Context(), viewer.Viewer{Account: "a"}, takes, all)
	if err != nil || fates(got) != "refuse refuse refuse refuse nouveau nouveau nouveau refuse" {
		t.Fatalf("%s, %v", fates(got), err)
	}
	for i, want := range map[int]string{0: "pour quoi", 1: "donnez un lieu", 2: "choisissez-la", 3: "déjà passé", 7: "plus d'un mois"} {
		if !strings.Contains(got[i].Why, want) {
			t.Errorf("%d: %q", i, got[i].Why)
		}
	}
	if len(got[4].Notes) != 1 || len(got[5].Notes) != 1 {
		t.Errorf("%q, %q", got[4].Notes, got[5].Notes)
	}
	filled := takes
	filled.Purpose, filled.Place, filled.Commune = "Se voir.", "L'ECG", "45234"
	made := r.takeIn(t, filled, all...)
	if fates(made) != "nouveau nouveau nouveau refuse nouveau nouveau nouveau refuse" {
		t.Fatal(fates(made))
	}
	if e := made[5].Event; e.Start.Wall != "2027-01-17T00:00" || e.End.Wall != "2027-01-18T23:59" {
		t.Errorf("two days are %s to %s", e.Start.Wall, e.End.Wall)
	}
	if e := made[6].Event; e.Online != online.Place || e.Place != "" || e.Commune != "" {
		t.Errorf("%+v", e)
	}
}

// However many come, so many are made, and the rest by the same calendar.
func TestTakeInMany(t *testing.T) {
	t.Parallel()
	r := open(t)
	var all []event.Foreign
	for day := range event.IntakeMost + 5 {
		all = append(all, foreign(day))
	}
	first := r.takeIn(t, takes, all...)
	second := r.takeIn(t, takes, all...)
	if strings.Count(fates(first), "suite") != 5 || strings.Count(fates(second), "nouveau") != 5 || strings.Count(fates(second), "deja") != event.IntakeMost {
		t.Errorf("%s, then %s", fates(first), fates(second))
	}
}

// The same calendar, taken in twice at the same instant, is there once.
func TestTakeInAtOnce(t *testing.T) {
	t.Parallel()
	r := open(t)
	var all []event.Foreign
	for day := range 12 {
		all = append(all, foreign(day))
	}
	var done sync.WaitGroup
	for range 4 {
		done.Go(func() {
			if _, err := r.TakeIn(context.Background(), viewer.Viewer{Account: "a"}, event.Batch{Voice: "p-a"}, all); err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if got, err := r.Agenda(t.Context(), event.Filter{}); err != nil || len(got) != 12 {
		t.Errorf("%d events of 12, %v", len(got), err)
	}
}

// Long words of a calendar stay words: nothing in them is a mark of ours.
func TestTakeInWords(t *testing.T) {
	t.Parallel()
	r := open(t)
	f := foreign(0)
	f.Text, f.URL = "Un programme.\n# pas un titre\n- une liste_de_mots <b>\n"+strings.Repeat("long ", 200), "javascript:alert(1)"
	e := r.takeIn(t, takes, f)[0].Event
	if e.Purpose != "Un programme." || !strings.Contains(e.Body, "\n\\# pas un titre\n- une liste\\_de\\_mots \\<b>") || strings.Contains(e.Body, "javascript") {
		t.Errorf("%q: %q", e.Purpose, e.Body)
	}
}
