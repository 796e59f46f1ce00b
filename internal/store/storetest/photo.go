package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Photos runs the suite of media.Store. open gives a fresh, empty store.
func Photos(t *testing.T, open func(t *testing.T) media.Store) {
	for name, check := range map[string]func(*testing.T, media.Store){
		"InsertGet": photoInsertGet, "Missing": photoMissing, "Update": photoUpdate, "Parallel": photoParallel, "Remove": photoRemove,
		"Concerning": photosConcerning, "Due": photosDue, "DueOnce": photosDueOnce,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullPhoto leaves no field zero.
func fullPhoto(id string) media.Photo {
	return media.Photo{ID: id, Rev: 1, By: viewer.Author{Page: "p-1", Account: "a-1"}, Of: media.Thing{Kind: media.OfPost, ID: "t-1"}, Width: 1600, Height: 900, Blur: "iVBO+/=",
		Sizes:   []media.Size{{Name: "320", Type: "image/jpeg", Bytes: 12_345, Hash: "0f"}, {Name: "carre", Type: "image/png", Bytes: 1, Hash: "1e"}},
		Created: noon, Dropped: noon.Add(time.Hour), Going: true, Owes: debt.Owes{{ID: "d-1", Kind: media.OwesLook, Due: noon, Tries: 2}}}
}

func insertPhotos(t *testing.T, s media.Store, all ...media.Photo) {
	t.Helper()
	for _, p := range all {
		ok(t, s.InsertPhoto(t.Context(), p))
	}
}

func photoInsertGet(t *testing.T, s media.Store) {
	for _, want := range []media.Photo{fullPhoto("m"), {ID: "zéro", Rev: 1}} {
		ok(t, s.InsertPhoto(t.Context(), want))
		got, err := s.Photo(t.Context(), want.ID)
		same(t, must(t, got, err), want)
		wantErr(t, s.InsertPhoto(t.Context(), want), fault.Taken{Field: "id"})
	}
}

func photoMissing(t *testing.T, s media.Store) {
	_, err := s.Photo(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
	_, err = s.UpdatePhoto(t.Context(), "rien", func(*media.Photo) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.RemovePhoto(t.Context(), "rien"))
}

func photoUpdate(t *testing.T, s media.Store) {
	insertPhotos(t, s, fullPhoto("m"))
	want := fullPhoto("m")
	want.Rev, want.By.Page, want.Going = 2, "p-2", false
	got, err := s.UpdatePhoto(t.Context(), "m", func(p *media.Photo) error { p.By.Page, p.Going = "p-2", false; return nil })
	same(t, must(t, got, err), want)
	refused := errors.New("no")
	_, err = s.UpdatePhoto(t.Context(), "m", func(p *media.Photo) error { p.Width = 7; return refused })
	wantErr(t, err, refused)
	got, err = s.Photo(t.Context(), "m")
	same(t, must(t, got, err), want)
}

// No update is lost when many write at once.
func photoParallel(t *testing.T, s media.Store) {
	insertPhotos(t, s, media.Photo{ID: "m", Created: noon})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := s.UpdatePhoto(t.Context(), "m", func(p *media.Photo) error { p.Width++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if p, err := s.Photo(t.Context(), "m"); err != nil || p.Width != 8 || p.Rev != 9 {
		t.Errorf("%d wide, revision %d, %v", p.Width, p.Rev, err)
	}
}

func photoRemove(t *testing.T, s media.Store) {
	insertPhotos(t, s, fullPhoto("a"), fullPhoto("b"))
	ok(t, s.RemovePhoto(t.Context(), "a"))
	_, err := s.Photo(t.Context(), "a")
	wantErr(t, err, fault.NotFound)
	same(t, walkPhotos(t, s, "fiche:p-1"), []string{"b"})
	insertPhotos(t, s, fullPhoto("a"))
	same(t, walkPhotos(t, s, "fiche:p-1"), []string{"b", "a"})
}

// walkPhotos reads a whole list in pages of two.
func walkPhotos(t *testing.T, s media.Store, whom string) (ids []string) {
	t.Helper()
	for p, err := range page.All(2, func(req page.Req) (page.Of[media.Photo], error) { return s.PhotosConcerning(t.Context(), whom, req) }) {
		ids = append(ids, must(t, p, err).ID)
	}
	return ids
}

// What concerns a page and an account is listed, the last first, and follows what changes.
func photosConcerning(t *testing.T, s media.Store) {
	for n := range 7 {
		at := noon.Add(time.Duration(n/2) * time.Minute) // two of the same instant
		insertPhotos(t, s, media.Photo{ID: fmt.Sprint(n), By: viewer.Author{Page: fmt.Sprint("p-", n%2), Account: "a-1"}, Created: at})
	}
	same(t, walkPhotos(t, s, "fiche:p-0"), []string{"6", "4", "2", "0"})
	same(t, walkPhotos(t, s, "compte:a-1"), []string{"6", "5", "4", "3", "2", "1", "0"})
	same(t, walkPhotos(t, s, "fiche:p-9"), nil)
	_, err := s.UpdatePhoto(t.Context(), "4", func(p *media.Photo) error { p.By = viewer.Author{Page: "p-1", Account: "parti"}; return nil })
	ok(t, err)
	same(t, walkPhotos(t, s, "fiche:p-0"), []string{"6", "2", "0"})
	same(t, walkPhotos(t, s, "fiche:p-1"), []string{"5", "4", "3", "1"})
	same(t, walkPhotos(t, s, "compte:a-1"), []string{"6", "5", "3", "2", "1", "0"})
}

func photoDue(id string, due time.Time) media.Photo {
	return media.Photo{ID: id, Created: noon, Owes: debt.Owes{{ID: "d-" + id, Kind: media.OwesLook, Due: due}}}
}

// Due photos come first due first, and are out of the reach of others for the lease; what comes back is what is stored.
func photosDue(t *testing.T, s media.Store) {
	insertPhotos(t, s, photoDue("c", noon), photoDue("b", noon.Add(-time.Hour)), photoDue("a", noon.Add(time.Second)), media.Photo{ID: "z", Created: noon})
	got, err := s.DuePhotos(t.Context(), noon, time.Minute, 1)
	if must(t, got, err); len(got) != 1 || got[0].ID != "b" {
		t.Fatalf("%v", got)
	}
	stored, err := s.Photo(t.Context(), "b")
	same(t, got[0], must(t, stored, err))
	got, err = s.DuePhotos(t.Context(), noon, time.Minute, 9)
	if must(t, got, err); len(got) != 1 || got[0].ID != "c" {
		t.Fatalf("%v", got)
	}
	got, err = s.DuePhotos(t.Context(), noon.Add(time.Minute), time.Minute, 9)
	var ids []string
	for _, p := range must(t, got, err) {
		ids = append(ids, p.ID)
	}
	slices.Sort(ids)
	same(t, ids, []string{"a", "b", "c"})
}

// Two workers that look at once never have the same one.
func photosDueOnce(t *testing.T, s media.Store) {
	for n := range 10 {
		insertPhotos(t, s, photoDue(fmt.Sprint(n), noon))
	}
	var all sync.WaitGroup
	var lock sync.Mutex
	had := map[string]int{}
	for range 3 {
		all.Go(func() {
			got, err := s.DuePhotos(t.Context(), noon, time.Minute, 10)
			lock.Lock()
			defer lock.Unlock()
			if err != nil {
				t.Error(err)
			}
			for _, p := range got {
				had[p.ID]++
			}
		})
	}
	all.Wait()
	for id, times := range had {
		if times != 1 {
			t.Errorf("%s was had %d times", id, times)
		}
	}
	if len(had) != 10 {
		t.Errorf("%d of 10", len(had))
	}
}
