package moderation_test

import (
	"strings"
	"testing"
	"time"

	"partant/internal/moderation"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Trust grows with age and with what was said and stays, or with a verified page; what was taken down makes new again.
func TestLevel(t *testing.T) {
	t.Parallel()
	b := open(t)
	now := b.at
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		s    moderation.Standing
		want moderation.Level
	}{
		"an hour old":            {moderation.Standing{Since: now.Add(-time.Hour), Said: 9}, moderation.FirstDay},
		"two days old":           {moderation.Standing{Since: now.Add(-2 * day), Said: 9}, moderation.NewHere},
		"old and silent":         {moderation.Standing{Since: now.Add(-99 * day), Said: 2}, moderation.NewHere},
		"old and heard":          {moderation.Standing{Since: now.Add(-7 * day), Said: 3}, moderation.Established},
		"verified at once":       {moderation.Standing{Since: now, Verified: true}, moderation.Established},
		"taken down":             {moderation.Standing{Since: now.Add(-99 * day), Said: 3, Down: true}, moderation.NewHere},
		"taken down, verified":   {moderation.Standing{Since: now.Add(-99 * day), Verified: true, Down: true}, moderation.NewHere},
		"taken down the day one": {moderation.Standing{Since: now, Down: true}, moderation.FirstDay},
	} {
		if got := c.s.Level(now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		b.past = c.s
		v := viewer.Viewer{Account: "a-1"}
		if got, err := b.LevelOf(t.Context(), v); !c.s.Down && (err != nil || got != c.want) { // TestScreen takes down
			t.Errorf("%s: as the nouns know it %v, %v", name, got, err)
		}
		if young, err := b.InFirstDay(t.Context(), v); err != nil || young != (c.want == moderation.FirstDay) {
			t.Errorf("%s: in the first day: %v, %v", name, young, err)
		}
	}
	if young, err := b.InFirstDay(t.Context(), judge); err != nil || young {
		t.Errorf("a moderator is in their first day: %v, %v", young, err)
	}
}

func (b *bench) screens(id, text, html string) unseen.Verdict {
	b.t.Helper()
	got, err := b.Screen(b.t.Context(), viewer.Viewer{Account: "a-1"}, unseen.Words{Kind: "publication", ID: id, Title: "Titre", Text: text, HTML: html, By: viewer.Author{Account: "a-1"}})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// Words of a newcomer are seen and looked at; a link or the same text twice holds them, and their author is told. Sent twice is once.
func TestScreen(t *testing.T) {
	t.Parallel()
	b := open(t)
	for range 2 {
		if got := b.screens("p-1", "Bonjour à tous, me voici parmi vous", "<p>Bonjour</p>"); got != (unseen.Verdict{}) {
			t.Fatalf("%+v", got)
		}
	}
	c := b.now()
	if c.Waits.IsZero() || len(c.Signs) != 1 || len(c.Decisions) != 0 || len(c.Told) != 0 {
		t.Errorf("%+v", c)
	}
	if got := b.screens("p-2", "BONJOUR à tous, me voici parmi vous", "<p>Bonjour</p>"); got.Mark == nil || !got.Mark.Held {
		t.Error("the same text twice is seen")
	}
	for range 2 {
		if got := b.screens("p-1", "Voyez", `<a href="https://x.fr">x</a>`); got.Mark == nil || !got.Mark.Held || got.Follow {
			t.Errorf("%+v: a link that was added is seen", got)
		}
	}
	if got := b.letters(); len(got) != 1 || got[0] != "motifs a-1" {
		t.Errorf("letters %q", got)
	}
	b.decides(judge, true, nil)
	if last := b.now(); last.Last().What != moderation.Restored || last.Down() {
		t.Errorf("%+v", last.Decisions)
	}
	if got := b.screens("p-4", "Merci à @heron", `<p>Merci à <a href="/fiches/heron">@heron</a></p>`); got != (unseen.Verdict{}) {
		t.Errorf("%+v: who names a page of this site is held", got)
	}
	if got := b.screens("p-5", "Merci à cette page", `<p>Merci à <a href="//x.fr">@heron</a></p>`); got.Mark == nil || !got.Mark.Held {
		t.Error("an address elsewhere passes as one of here")
	}
	b.past = moderation.Standing{Since: b.at.AddDate(-1, 0, 0), Said: 3}
	if got := b.screens("p-3", "Voyez", `<a href="https://x.fr">x</a>`); got.Mark != nil || !got.Follow {
		t.Errorf("%+v: who is established waits", got)
	}
	b.said(moderation.Party{Account: "a-2"})
	b.decides(judge, false, nil)
	if level, err := b.LevelOf(t.Context(), viewer.Viewer{Account: "a-1"}); err != nil || level != moderation.NewHere {
		t.Errorf("%v, %v: what was taken down counts for nothing", level, err)
	}
	if level, err := b.LevelOf(t.Context(), judge); err != nil || level != moderation.Established {
		t.Errorf("a moderator is %v, %v", level, err)
	}
}

// A link into the site itself is no sign: that of a quotation. One to a site that only looks like it is.
func TestScreenOwnLinks(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.At("https://partant.exemple/")
	if got := b.screens("p-1", "Je cite Odile", `<blockquote><a href="https://partant.exemple/reponses/1" rel="nofollow">Odile</a></blockquote>`); got.Mark != nil {
		t.Errorf("%+v: a quotation is held", got)
	}
	for i, html := range []string{`<a href="https://partant.exemple.evil/x">x</a>`, `<a href="https://partant.exemple/x">x</a> <a href="https://x.fr">x</a>`} {
		if got := b.screens("p-2", "Voyez ceci, numéro "+strings.Repeat("i", i), html); got.Mark == nil {
			t.Errorf("%s is seen", html)
		}
	}
}

// A page announces its event once more, as another season or another day: that is no copy. Another page that says the same is, and so is
// what was taken down.
func TestScreenSeasons(t *testing.T) {
	t.Parallel()
	b := open(t)
	announce := func(page, id string) unseen.Verdict {
		t.Helper()
		got, err := b.Screen(t.Context(), viewer.Viewer{Account: "a-1"}, unseen.Words{Kind: "evenement", ID: id, Title: "Petit déjeuner", Text: "Un café et dix voisins du quai", By: viewer.Author{Page: page, Account: "a-1"}})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, id := range []string{"e-1", "e-2", "e-3"} {
		if got := announce("page-1", id); got.Mark != nil {
			t.Errorf("%s: another season is held", id)
		}
	}
	if got := announce("page-2", "e-4"); got.Mark == nil {
		t.Error("the same announced for another page is seen")
	}
	if got := b.screens("p-2", "Un café et dix voisins du quai", ""); got.Mark == nil {
		t.Error("the same said again in a publication is seen")
	}
	c := moderation.CaseOf(moderation.Event, "e-4")
	if _, err := b.Decide(t.Context(), judge, c, moderation.Verdict{Ground: "publicite", Facts: "Une annonce de trop."}); err != nil {
		t.Fatal(err)
	}
	if got := announce("page-2", "e-5"); got.Mark == nil {
		t.Error("what was taken down is seen under another address")
	}
}

// What a program held and a moderator shows may be seen for the first time; what a moderator took down and shows is seen again.
func TestUnheld(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bool{"attente remis": true, "attente retire remis": true, "retire remis": false, "attente remis retire remis": false, "attente retire": false} {
		var c moderation.Case
		for i, what := range strings.Fields(said) {
			c.Decisions = append(c.Decisions, moderation.Decision{ID: strings.Repeat("i", i+1), What: moderation.What(what)})
		}
		if got := c.Unheld(c.Last()); got != want {
			t.Errorf("%s: %t", said, got)
		}
	}
}
