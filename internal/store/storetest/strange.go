package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
)

// strange are texts that some language reads as more than text.
var strange = []string{
	"$where", `{"$gt": ""}`, "{$ne: 1}", "a.b.$[]", "_id", "", "' OR 1=1 --", `"; DROP TABLE profile; --`, "%", "_", "\\", ".*", "(?i)x",
	"<script>alert(1)</script>", "{{.}}", "a\x00b", "\r\n", "\u202e", "e\u0301", "😀", "null", "2026-11-23T12:00:00.123Z",
}

// fillStrings sets every text within v.
func fillStrings(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Pointer:
		fillStrings(v.Elem(), s)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			fillStrings(v.Index(i), s)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			fillStrings(v.Field(i), s)
		}
	}
}

func profileStrange(t *testing.T, s ProfileStore) {
	for n, word := range strange {
		want := fullProfile()
		pageID := want.ID
		fillStrings(reflect.ValueOf(&want).Elem(), word)
		want.ID, want.OldSlugs, want.SIRET = pageID, []string{word + " ancien"}, fmt.Sprint(word, n)
		ok(t, s.Insert(t.Context(), want))
		got, err := s.BySlug(t.Context(), word)
		same(t, must(t, got, err), want)
		for name, list := range map[string]func(page.Req) (page.Of[profile.Profile], error){
			"InCommune": func(r page.Req) (page.Of[profile.Profile], error) { return s.InCommune(t.Context(), word, r) },
			"OfMember":  func(r page.Req) (page.Of[profile.Profile], error) { return s.OfMember(t.Context(), word, r) },
			"OfSource":  func(r page.Req) (page.Of[profile.Profile], error) { return s.OfSource(t.Context(), word, r) },
			"Named": func(r page.Req) (page.Of[profile.Profile], error) {
				return s.Named(t.Context(), profile.Named{Prefix: text.Fold(word), Kind: profile.Kind(word), Sector: word}, r)
			},
		} {
			found, err := list(page.Req{Limit: 100})
			must(t, found, err)
			if !slices.ContainsFunc(found.Items, func(p profile.Profile) bool { return p.ID == want.ID }) && word != "" {
				t.Errorf("%s of %q does not find it", name, word)
			}
			if word != "_" && word != "" && len(found.Items) != 1 { // "_" begins "_id" too
				t.Errorf("%s of %q finds %d", name, word, len(found.Items))
			}
		}
	}
}

// profileUnreadable asks for what cannot be there: an address in a URL may hold any bytes.
func profileUnreadable(t *testing.T, s ProfileStore) {
	ok(t, s.Insert(t.Context(), fullProfile()))
	for _, word := range []string{"\xff", "a\xc3", string(make([]byte, 5000))} {
		_, err := s.BySlug(t.Context(), word)
		wantErr(t, err, fault.NotFound)
		_, err = s.Get(t.Context(), word)
		wantErr(t, err, fault.NotFound)
		found, err := s.InCommune(t.Context(), word, page.Req{Limit: 9})
		same(t, names(must(t, found, err).Items), nil)
	}
}

// profileForeignCursor goes on with the cursor of another list, as anybody may ask for in a URL: a page or
// fault.Invalid, nothing worse.
func profileForeignCursor(t *testing.T, s ProfileStore) {
	ok(t, s.Insert(t.Context(), fullProfile()))
	for _, word := range append(strange, "\xff") {
		req := page.Req{Limit: 9, Cursor: page.Cursor{Key: word, ID: word}}
		for name, list := range map[string]func() (page.Of[profile.Profile], error){
			"Newest":   func() (page.Of[profile.Profile], error) { return s.Newest(t.Context(), req) },
			"OfMember": func() (page.Of[profile.Profile], error) { return s.OfMember(t.Context(), "a-1", req) },
			"Named":    func() (page.Of[profile.Profile], error) { return s.Named(t.Context(), profile.Named{}, req) },
			"Changed":  func() (page.Of[profile.Profile], error) { return s.Changed(t.Context(), noon, req) },
			"OfSource": func() (page.Of[profile.Profile], error) { return s.OfSource(t.Context(), "", req) },
		} {
			if _, err := list(); err != nil && !errors.Is(err, fault.Invalid) {
				t.Errorf("%s from %q: %v", name, word, err)
			}
		}
	}
}

// profileTwice sends one new page twice when its slug is another's: the second must hear of the id, not of the slug.
func profileTwice(t *testing.T, s ProfileStore) {
	other, p := plain(1, "Autre"), plain(2, "Une page")
	insertAll(t, s, other, p)
	wantErr(t, s.Insert(t.Context(), p), fault.Taken{Field: "id"})
	p.Slug = other.Slug
	wantErr(t, s.Insert(t.Context(), p), fault.Taken{Field: "id"})
	got, err := s.BySlug(t.Context(), "page-2")
	if must(t, got, err).ID != p.ID {
		t.Error("the refused insert took the slug away")
	}
}

// profileSlugDropped drops a slug altogether: it still leads to the page, and is nobody else's.
func profileSlugDropped(t *testing.T, s ProfileStore) {
	p := fullProfile()
	ok(t, s.Insert(t.Context(), p))
	_, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.OldSlugs = nil; return nil })
	ok(t, err)
	got, err := s.BySlug(t.Context(), "le-fournil-du-martroi")
	if must(t, got, err).ID != p.ID {
		t.Error("a slug that was dropped leads elsewhere")
	}
	other := plain(1, "Autre")
	other.Slug = "le-fournil-du-martroi"
	wantErr(t, s.Insert(t.Context(), other), fault.Taken{Field: "slug"})
}

// profileUpdateLetsGo sees that an update that fails for one name holds none of the others.
func profileUpdateLetsGo(t *testing.T, s ProfileStore) {
	p, other := fullProfile(), plain(1, "Autre")
	insertAll(t, s, p, other)
	_, err := s.Update(t.Context(), other.ID, func(o *profile.Profile) error {
		o.Slug, o.OldSlugs, o.SIRET = "tout-neuf", []string{o.Slug}, p.SIRET
		return nil
	})
	wantErr(t, err, fault.Taken{Field: "siret"})
	_, err = s.BySlug(t.Context(), "tout-neuf")
	wantErr(t, err, fault.NotFound)
	third := plain(2, "Troisième")
	third.Slug = "tout-neuf"
	ok(t, s.Insert(t.Context(), third))
}

func accountStrange(t *testing.T, s AccountStore) {
	for _, word := range strange {
		want := fullAccount()
		accountID := want.ID
		fillStrings(reflect.ValueOf(&want).Elem(), word)
		want.ID = accountID
		if text.Fold(word) == "" && word != "" {
			want.Email = id.New() // the empty one has that name already
		}
		ok(t, s.Insert(t.Context(), want))
		got, err := s.ByEmail(t.Context(), want.Email)
		same(t, must(t, got, err), want)
		all, err := s.WithRole(t.Context(), want.Role, 9)
		same(t, must(t, all, err), []account.Account{want})

		session := fullSession(word, word)
		session.Agent = word
		ok(t, s.PutSession(t.Context(), session))
		stored, err := s.Session(t.Context(), word)
		same(t, must(t, stored, err), session)
		ok(t, s.PutTicket(t.Context(), account.Ticket{Digest: word, Purpose: account.Purpose(word), Expires: noon}))
		ticket, err := s.TakeTicket(t.Context(), word)
		same(t, must(t, ticket, err), account.Ticket{Digest: word, Rev: 1, Purpose: account.Purpose(word), Expires: noon})
	}
	_, err := s.ByEmail(t.Context(), "\xff")
	wantErr(t, err, fault.NotFound)
}
