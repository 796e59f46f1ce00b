package post_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/post"
	"partant/internal/unseen"
)

// remembering is a house that keeps what publications said.
func remembering(t *testing.T) *house {
	h := open(t)
	h.KeepIn(h.store)
	return h
}

// says changes the text of a publication.
func (h *house) says(t *testing.T, p post.Post, body string) post.Post {
	t.Helper()
	h.at = h.at.Add(time.Hour)
	d := post.Filled(p)
	d.Body = body
	p, err := h.Edit(t.Context(), claude, p.ID, d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func bodies(all []post.Past) (texts []string) {
	for _, one := range all {
		texts = append(texts, one.Body)
	}
	return texts
}

// Each text that was published is kept, with the instant since when it was said; what says the same is one text.
func TestHistory(t *testing.T) {
	t.Parallel()
	h := remembering(t)
	d := news()
	d.Later, d.Body = true, "Brouillon"
	p := publish(t, h, claude, d)
	if _, _, err := h.HistoryOf(t.Context(), p.Slug); err == nil {
		t.Error("a draft has a history")
	}
	edit := post.Filled(p)
	edit.Later, edit.Body = false, "Un"
	p, err := h.Edit(t.Context(), claude, p.ID, edit)
	if err != nil {
		t.Fatal(err)
	}
	first := p.Published
	p = h.says(t, p, "Deux")
	p = h.says(t, p, "Deux")
	p = h.says(t, p, "Trois")
	_, all, err := h.HistoryOf(t.Context(), p.Slug)
	if got := fmt.Sprint(bodies(all)); err != nil || got != "[Trois Deux Un]" {
		t.Fatal(got, err)
	}
	if !all[2].At.Equal(first) || !all[0].At.Equal(p.Changed()) || all[1].Version == all[0].Version {
		t.Errorf("%+v", all)
	}
}

// What is hidden, deleted, or said by a page that is erased has no history, and of what is gone nothing is kept.
func TestHistoryGone(t *testing.T) {
	t.Parallel()
	h := remembering(t)
	p := h.says(t, publish(t, h, claude, news()), "Deux")
	if err := h.Mark(t.Context(), p.ID, &unseen.Mark{At: h.at}); err != nil {
		t.Fatal(err)
	}
	_, _, err := h.HistoryOf(t.Context(), p.Slug)
	wantErr(t, err, fault.Gone)
	if err := h.Mark(t.Context(), p.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, all, err := h.HistoryOf(t.Context(), p.Slug); err != nil || len(all) != 2 {
		t.Errorf("%d, %v", len(all), err)
	}
	if err := h.Delete(t.Context(), claude, p.ID); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.HistoryOf(t.Context(), p.Slug)
	wantErr(t, err, fault.Gone)
	other := h.says(t, publish(t, h, claude, news()), "Deux")
	if err := h.ForgetPage(t.Context(), "fournil"); err != nil {
		t.Fatal(err)
	}
	for _, one := range []string{p.ID, other.ID} {
		if kept, err := h.store.Pasts(t.Context(), one, 9); err != nil || len(kept) != 0 {
			t.Errorf("%d texts are left, %v", len(kept), err)
		}
	}
}

// Edits at once lose no text.
func TestHistoryOfMany(t *testing.T) {
	t.Parallel()
	h := remembering(t)
	p := publish(t, h, claude, news())
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			d := post.Filled(p)
			d.At, d.Body = 0, fmt.Sprint("Numéro ", n)
			if _, err := h.Edit(t.Context(), claude, p.ID, d); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	_, all, err := h.HistoryOf(t.Context(), p.Slug)
	if err != nil || len(all) != 9 {
		t.Errorf("%v, %v", bodies(all), err)
	}
}
