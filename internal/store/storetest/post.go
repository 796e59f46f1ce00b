package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// PostStore is what the suite asks of a driver.
type PostStore struct {
	post.Stores
	Changes func(context.Context) (uint64, error) // of what pages show
}

// Posts runs the suite of the ports of publications. open gives a fresh, empty store.
func Posts(t *testing.T, open func(t *testing.T) PostStore) {
	for name, check := range map[string]func(*testing.T, PostStore){
		"InsertGet": postInsertGet, "Missing": postMissing, "Slugs": postSlugs, "Update": postUpdate, "Once": postOnce, "Remove": postRemove,
		"Due": postsDue, "Settle": postSettle, "Purge": postPurge, "Concerning": postsConcerning, "From": postsFrom, "FromTies": postsFromTies, "FromFollowsChanges": postsFromChanges,
		"FromAgainstAll": postsFromAgainstAll, "Changes": postChanges, "Versions": postVersions, "Pasts": postPasts,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullPost leaves no field zero.
func fullPost(id string) post.Post {
	return post.Post{ID: id, Rev: 1, Slug: "annonce-" + id, By: viewer.Author{Page: "p-1", Account: "a-1"}, Title: "Annonce", Body: "**Bonjour**",
		HTML: "<p><strong>Bonjour</strong></p>", Lead: "Bonjour", Tags: []string{"Éclairage", "emploi"}, Commune: "45234", Draft: true, Beta: &post.Beta{Version: "0.3", Line: id, Settles: []string{"c-1", "c-2"}},
		Created: noon, Published: noon.Add(time.Minute), Edited: noon.Add(time.Hour), Deleted: noon.Add(2 * time.Hour), Answers: 3, Closed: noon, Down: &unseen.Mark{At: noon, Held: true}, Purge: true,
		Owes: debt.Owes{{ID: "d-1", Kind: post.OwesClear, Due: noon, Tries: 1}}}
}

// published is said by a page at a minute.
func published(n int, by string, minute int, tags ...string) post.Post {
	at := noon.Add(time.Duration(minute) * time.Minute)
	return post.Post{ID: fmt.Sprintf("%03d", n), Slug: fmt.Sprint("p-", n), By: viewer.Author{Page: by, Account: "a-" + by}, Title: fmt.Sprint(n), Tags: tags, Created: at, Published: at}
}

func insertPosts(t *testing.T, s PostStore, all ...post.Post) {
	t.Helper()
	for _, p := range all {
		ok(t, s.InsertPost(t.Context(), p))
	}
}

// walkPosts reads the ids of a whole list in pages of n.
func walkPosts(t *testing.T, n int, list func(page.Req) (page.Of[post.Post], error)) (ids []string) {
	t.Helper()
	for p, err := range page.All(n, list) {
		ids = append(ids, must(t, p, err).ID)
	}
	return ids
}

func from(t *testing.T, s PostStore, sources ...string) func(page.Req) (page.Of[post.Post], error) {
	return func(req page.Req) (page.Of[post.Post], error) { return s.From(t.Context(), sources, req) }
}

func postInsertGet(t *testing.T, s PostStore) {
	for _, want := range []post.Post{fullPost("m"), {ID: "zéro", Rev: 1}} {
		ok(t, s.InsertPost(t.Context(), want))
		got, err := s.Post(t.Context(), want.ID)
		same(t, must(t, got, err), want)
		got, err = s.PostBySlug(t.Context(), want.Slug)
		same(t, must(t, got, err), want)
		wantErr(t, s.InsertPost(t.Context(), want), fault.Taken{Field: "id"})
	}
}

func postMissing(t *testing.T, s PostStore) {
	_, err := s.Post(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
	_, err = s.PostBySlug(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
	_, err = s.UpdatePost(t.Context(), "rien", func(*post.Post) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.RemovePost(t.Context(), "rien"))
	same(t, walkPosts(t, 3, from(t, s)), nil)
	same(t, walkPosts(t, 3, from(t, s, "tout", "fiche:x")), nil)
}

// A slug leads to one publication at a time.
func postSlugs(t *testing.T, s PostStore) {
	one, two := published(1, "p", 1), published(2, "p", 2)
	two.Slug = one.Slug
	ok(t, s.InsertPost(t.Context(), one))
	wantErr(t, s.InsertPost(t.Context(), two), fault.Taken{Field: "slug"})
	two.Slug = "autre"
	ok(t, s.InsertPost(t.Context(), two))
	_, err := s.UpdatePost(t.Context(), two.ID, func(p *post.Post) error { p.Slug = one.Slug; return nil })
	wantErr(t, err, fault.Taken{Field: "slug"})
	_, err = s.UpdatePost(t.Context(), two.ID, func(p *post.Post) error { p.Slug = "enfin"; return nil })
	ok(t, err)
	_, err = s.PostBySlug(t.Context(), "autre")
	wantErr(t, err, fault.NotFound)
	three := published(3, "p", 3)
	three.Slug = "autre" // free again
	ok(t, s.InsertPost(t.Context(), three))
	for slug, id := range map[string]string{one.Slug: one.ID, "enfin": two.ID, "autre": three.ID} {
		if got, err := s.PostBySlug(t.Context(), slug); err != nil || got.ID != id {
			t.Errorf("%s leads to %s, %v", slug, got.ID, err)
		}
	}
}

func postUpdate(t *testing.T, s PostStore) {
	ok(t, s.InsertPost(t.Context(), fullPost("m")))
	mine := errors.New("mine")
	_, err := s.UpdatePost(t.Context(), "m", func(p *post.Post) error { p.Body = ""; return mine })
	wantErr(t, err, mine)
	got, err := s.UpdatePost(t.Context(), "m", func(p *post.Post) error { p.Draft, p.Tags = false, nil; return nil })
	must(t, got, err)
	stored, err := s.Post(t.Context(), "m")
	same(t, must(t, stored, err), got)
	if got.Rev != 2 || got.Draft || got.Body != fullPost("m").Body {
		t.Errorf("after the update: %+v", got)
	}
}

// A project has one version of each number, drafts too; all that is published is found by its line, and a number that is dropped
// is free again.
func postVersions(t *testing.T, s PostStore) {
	version := func(n int, number string) post.Post {
		p := published(n, "p", n)
		p.Beta = &post.Beta{Version: number, Line: "001"}
		return p
	}
	one, two, draft, other := version(1, "0.3"), version(2, "0.4"), version(3, "0.5 Bêta"), version(4, "0.4")
	draft.Draft, other.Beta.Line = true, "004"
	insertPosts(t, s, one, two, draft, other)
	wantErr(t, s.InsertPost(t.Context(), version(5, "0.5 beta")), fault.Taken{Field: post.FieldVersion})
	_, err := s.UpdatePost(t.Context(), two.ID, func(p *post.Post) error { p.Beta.Version = "0.3"; return nil })
	wantErr(t, err, fault.Taken{Field: post.FieldVersion})
	same(t, walkPosts(t, 1, from(t, s, post.OfLine("001"))), []string{"002", "001"})
	_, err = s.UpdatePost(t.Context(), draft.ID, func(p *post.Post) error { p.Beta = nil; return nil })
	ok(t, err)
	insertPosts(t, s, version(5, "0.5 beta"))
	got, err := s.Post(t.Context(), two.ID)
	same(t, must(t, got, err).Beta, two.Beta)
	same(t, walkPosts(t, 3, from(t, s, post.OfLine("001"))), []string{"005", "002", "001"})
}

// What publications said is kept in order, the last most of it, until it is forgotten; one kept twice is there once.
func postPasts(t *testing.T, s PostStore) {
	text := func(of string, version int64) post.Past {
		return post.Past{Post: of, Version: version, At: noon.Add(time.Duration(version) * time.Minute), Title: "Annonce", Body: fmt.Sprint("Texte ", version), Tags: []string{"pain"}}
	}
	for _, version := range []int64{1, 2, 3, 3, 4} {
		ok(t, s.KeepPast(t.Context(), text("m", version), 3))
		ok(t, s.KeepPast(t.Context(), text("n", version), 9))
	}
	all, err := s.Pasts(t.Context(), "m", 9)
	same(t, must(t, all, err), []post.Past{text("m", 4), text("m", 3), text("m", 2)})
	all, err = s.Pasts(t.Context(), "n", 2)
	same(t, must(t, all, err), []post.Past{text("n", 4), text("n", 3)})
	for range 2 {
		ok(t, s.ForgetPasts(t.Context(), "m"))
	}
	all, err = s.Pasts(t.Context(), "m", 9)
	same(t, len(must(t, all, err)), 0)
	all, err = s.Pasts(t.Context(), "n", 9)
	same(t, len(must(t, all, err)), 4)
}

// The same form sent by two fingers makes one publication, though both want the same slug.
func postOnce(t *testing.T, s PostStore) {
	outcomes := make(chan error, 10)
	var group sync.WaitGroup
	for range cap(outcomes) {
		group.Go(func() { outcomes <- s.InsertPost(t.Context(), published(1, "p", 0)) })
	}
	group.Wait()
	close(outcomes)
	won := 0
	for err := range outcomes {
		if err == nil {
			won++
		} else {
			wantErr(t, err, fault.Conflict)
		}
	}
	if won != 1 || len(walkPosts(t, 5, from(t, s, post.Everything))) != 1 {
		t.Errorf("%d publications under one id", won)
	}
}

func postRemove(t *testing.T, s PostStore) {
	p := published(1, "p", 0, "pain")
	ok(t, s.InsertPost(t.Context(), p))
	ok(t, s.RemovePost(t.Context(), p.ID))
	_, err := s.PostBySlug(t.Context(), p.Slug)
	wantErr(t, err, fault.NotFound)
	same(t, walkPosts(t, 3, from(t, s, p.Sources()...)), nil)
	same(t, walkPosts(t, 3, func(r page.Req) (page.Of[post.Post], error) { return s.PostsConcerning(t.Context(), "fiche:p", r) }), nil)
	ok(t, s.InsertPost(t.Context(), p)) // its id and its slug are free again
}

func postsDue(t *testing.T, s PostStore) {
	for n, due := range []time.Time{noon.Add(time.Minute), noon, noon.Add(time.Hour)} {
		p := fullPost(fmt.Sprint(n))
		p.Owes[0].Due, p.Purge = due, false
		ok(t, s.InsertPost(t.Context(), p))
	}
	ok(t, s.InsertPost(t.Context(), published(9, "p", 0))) // owes nothing
	take := func(now time.Time, limit int) (ids []string) {
		got, err := s.DuePosts(t.Context(), now, 10*time.Minute, limit)
		for _, p := range must(t, got, err) {
			ids = append(ids, p.ID)
		}
		return ids
	}
	same(t, take(noon.Add(-time.Second), 9), nil)
	same(t, take(noon, 1), []string{"1"})
	same(t, take(noon.Add(time.Minute), 9), []string{"0"}) // the other is leased
	same(t, take(noon.Add(10*time.Minute), 9), []string{"1"})
	other, err := s.DuePosts(t.Context(), noon.Add(24*time.Hour), time.Minute, 9, "autre")
	same(t, len(must(t, other, err)), 0)
	p, err := s.Post(t.Context(), "1")
	for range 2 {
		ok(t, s.SettlePost(t.Context(), "1", must(t, p, err).Owes...))
	}
	ok(t, s.SettlePost(t.Context(), "rien", debt.Debt{ID: "d"}))
	p, err = s.Post(t.Context(), "1")
	same(t, must(t, p, err).Owes, nil)
}

// postSettle wants each kind of debt taken by itself, only what was paid cleared, and pages told only of what they show.
func postSettle(t *testing.T, s PostStore) {
	p := published(1, "p", 0)
	p.Owes = debt.Owes{{ID: "n", Kind: post.OwesNaming, Due: noon}, {ID: "i", Kind: post.OwesIndex, Due: noon}}
	ok(t, s.InsertPost(t.Context(), p))
	take := func(now time.Time, kinds ...string) int {
		got, err := s.DuePosts(t.Context(), now, time.Minute, 9, kinds...)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon, "another"), take(noon, post.OwesIndex), take(noon, post.OwesIndex), take(noon, post.OwesNaming)}, []int{0, 1, 0, 1})
	before, err := s.Changes(t.Context())
	ok(t, err)
	ok(t, s.SettlePost(t.Context(), p.ID, debt.Debt{ID: "i", Kind: post.OwesIndex}))
	ok(t, s.SettlePost(t.Context(), "nobody", debt.Debt{ID: "i", Kind: post.OwesIndex}))
	after, err := s.Changes(t.Context())
	if ok(t, err); after == before {
		t.Error("what is found since is not told")
	}
	got, err := s.Post(t.Context(), p.ID)
	if must(t, got, err); len(got.Owes) != 1 || got.Owes[0].ID != "n" {
		t.Errorf("%+v", got.Owes)
	}
}

// postPurge wants a tombstone that is to go to go with its last debt, however many workers pay at once.
func postPurge(t *testing.T, s PostStore) {
	for round := range 5 {
		p := post.Post{ID: fmt.Sprint(round), Slug: fmt.Sprint("s-", round), Created: noon, Deleted: noon, Purge: true,
			Owes: debt.Owes{{ID: "n", Kind: post.OwesNaming, Due: noon}, {ID: "i", Kind: post.OwesIndex, Due: noon}}}
		ok(t, s.InsertPost(t.Context(), p))
		var both sync.WaitGroup
		for _, owed := range p.Owes {
			both.Go(func() {
				for range 2 {
					if err := s.SettlePost(t.Context(), p.ID, owed); err != nil {
						t.Error(err)
					}
				}
			})
		}
		both.Wait()
		_, err := s.Post(t.Context(), p.ID)
		wantErr(t, err, fault.NotFound)
	}
	kept := post.Post{ID: "kept", Slug: "kept", Created: noon, Deleted: noon, Owes: debt.Owes{{ID: "i", Kind: post.OwesIndex, Due: noon}}}
	ok(t, s.InsertPost(t.Context(), kept))
	ok(t, s.SettlePost(t.Context(), kept.ID, kept.Owes...))
	got, err := s.Post(t.Context(), kept.ID)
	if must(t, got, err); len(got.Owes) != 0 {
		t.Errorf("%+v", got)
	}
}

// A publication is found by its account and its page and, while it is a draft, among the drafts of the page.
func postsConcerning(t *testing.T, s PostStore) {
	var newest []string
	for n := range 6 {
		p := fullPost(fmt.Sprint("m-", n))
		p.Created = noon.Add(time.Duration(n/2) * time.Minute) // two at once
		ok(t, s.InsertPost(t.Context(), p))
		newest = append([]string{p.ID}, newest...)
	}
	ok(t, s.InsertPost(t.Context(), published(1, "other", 0)))
	found := func(whom string, n int) []string {
		return walkPosts(t, n, func(r page.Req) (page.Of[post.Post], error) { return s.PostsConcerning(t.Context(), whom, r) })
	}
	for _, whom := range []string{"compte:a-1", "fiche:p-1", "brouillons:p-1"} {
		for n := 1; n <= 7; n++ {
			same(t, found(whom, n), newest)
		}
	}
	_, err := s.UpdatePost(t.Context(), "m-3", func(p *post.Post) error { p.Draft, p.By.Account = false, ""; return nil })
	ok(t, err)
	without := slices.DeleteFunc(slices.Clone(newest), func(id string) bool { return id == "m-3" })
	same(t, found("compte:a-1", 2), without)
	same(t, found("brouillons:p-1", 2), without)
	same(t, found("fiche:p-1", 2), newest)
}

func postsFrom(t *testing.T, s PostStore) {
	insertPosts(t, s, published(2, "a", 2, "pain"), published(5, "b", 5), published(1, "a", 1), published(4, "c", 4, "Pain"), published(3, "b", 3))
	for n := 1; n <= 6; n++ {
		same(t, walkPosts(t, n, from(t, s, post.Everything)), []string{"005", "004", "003", "002", "001"})
		same(t, walkPosts(t, n, from(t, s, post.OfPage("a"), post.OfPage("b"))), []string{"005", "003", "002", "001"})
		same(t, walkPosts(t, n, from(t, s, post.OfPage("a"), post.OfTag("PAIN"), post.OfPage("a"))), []string{"004", "002", "001"})
		same(t, walkPosts(t, n, from(t, s, post.OfPage("nobody"))), nil)
	}
}

func postsFromTies(t *testing.T, s PostStore) {
	var want []string
	for n := range 9 {
		insertPosts(t, s, published(n, fmt.Sprint(n%2), 0))
		want = append([]string{fmt.Sprintf("%03d", n)}, want...) // ids grow, the order is descending
	}
	for n := 1; n <= 4; n++ {
		same(t, walkPosts(t, n, from(t, s, post.OfPage("0"), post.OfPage("1"))), want)
	}
}

// Lists follow what becomes of a publication: draft, published, under other words, deleted.
func postsFromChanges(t *testing.T, s PostStore) {
	p := published(1, "p", 0, "pain")
	p.Draft, p.Commune = true, "45234"
	ok(t, s.InsertPost(t.Context(), p))
	all := []string{post.Everything, post.OfPage("p"), post.OfTag("pain"), post.OfTag("levain"), post.OfTown("45234")}
	seen := func(want ...string) {
		t.Helper()
		var in []string
		for _, source := range all {
			if len(walkPosts(t, 2, from(t, s, source))) > 0 {
				in = append(in, source)
			}
		}
		same(t, in, want)
	}
	edit := func(f func(*post.Post)) {
		_, err := s.UpdatePost(t.Context(), p.ID, func(p *post.Post) error { f(p); return nil })
		ok(t, err)
	}
	seen()
	edit(func(p *post.Post) { p.Draft = false })
	seen(post.Everything, post.OfPage("p"), post.OfTag("pain"), post.OfTown("45234"))
	edit(func(p *post.Post) { p.Tags, p.Commune = []string{"levain"}, "" })
	seen(post.Everything, post.OfPage("p"), post.OfTag("levain"))
	edit(func(p *post.Post) { p.Down = &unseen.Mark{At: noon} }) // moderation hides it
	seen()
	edit(func(p *post.Post) { p.Down = nil })
	seen(post.Everything, post.OfPage("p"), post.OfTag("levain"))
	edit(func(p *post.Post) { p.Deleted = noon })
	seen()
}

// Any sources, pages of any size: what comes is what reading everything gives.
func postsFromAgainstAll(t *testing.T, s PostStore) {
	dice := rand.New(rand.NewPCG(45, 2007))
	towns, tags := []string{"", "45155", "45234"}, []string{"pain", "bois", "emploi"}
	var all []post.Post
	for n := range 300 {
		p := published(n, fmt.Sprint(dice.IntN(40)), dice.IntN(200))
		p.Commune, p.Draft = towns[dice.IntN(len(towns))], dice.IntN(10) == 0
		p.Tags = tags[:dice.IntN(len(tags)+1)]
		all = append(all, p)
	}
	insertPosts(t, s, all...)
	for range 25 {
		sources := someSources(dice, towns, tags)
		same(t, walkPosts(t, 1+dice.IntN(60), from(t, s, sources...)), bruteForce(all, sources))
	}
}

// someSources are up to 150 of them, more than are asked for at once anywhere; most lead to nothing.
func someSources(dice *rand.Rand, towns, tags []string) (sources []string) {
	for range 1 + dice.IntN(150) {
		switch dice.IntN(20) {
		case 0:
			sources = append(sources, post.OfTag(tags[dice.IntN(len(tags))]))
		case 1:
			sources = append(sources, post.OfTown(towns[dice.IntN(len(towns))]))
		default:
			sources = append(sources, post.OfPage(fmt.Sprint(dice.IntN(400))))
		}
	}
	return sources
}

func bruteForce(all []post.Post, sources []string) (ids []string) {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b post.Post) int { return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.ID, a.ID)) })
	for _, p := range sorted {
		if slices.ContainsFunc(p.Sources(), func(source string) bool { return slices.Contains(sources, source) }) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// What pages show is old after each write.
func postChanges(t *testing.T, s PostStore) {
	edit := func(p *post.Post) error { p.Title = "Autre"; return nil }
	for _, w := range []write{
		{"insert", func() error { return s.InsertPost(t.Context(), published(1, "p", 0)) }},
		{"update", func() error { _, err := s.UpdatePost(t.Context(), "001", edit); return err }},
		{"remove", func() error { return s.RemovePost(t.Context(), "001") }},
	} {
		was := reader(s.Changes).at(t)
		ok(t, w.do())
		if reader(s.Changes).at(t) == was {
			t.Errorf("%s: pages that are kept still seem right", w.name)
		}
	}
}
