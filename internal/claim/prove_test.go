package claim_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/claim"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/viewer"
)

func TestClaimByFile(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, p := h.join("camille", viewer.Member), h.registered("Héron", nil)
	_, err := h.Check(t.Context(), v, p.Slug, claim.ByFile)
	wantErr(t, err, claim.ErrOver) // not begun
	c := h.begun(v, p)
	if again := h.begun(v, p); again.Token != c.Token || len(c.Token) < 16 || len(c.Token) > 128 || c.Disputed {
		t.Errorf("begun twice: %+v, then %+v", c, again)
	}
	_, err = h.Check(t.Context(), v, p.Slug, claim.ByFile)
	wantErr(t, err, errMissing)
	if h.owned(p, v) {
		t.Fatal("a page for nothing")
	}
	h.web.files["www.heron.fr"] = c.Token
	done, err := h.Check(t.Context(), v, p.Slug, claim.ByFile)
	ok(t, err)
	if done.State != claim.Granted || done.Token != "" {
		t.Errorf("%+v", done)
	}
	q := h.page(p.ID)
	want := &profile.Verified{Means: "fichier", Of: "www.heron.fr", At: noon}
	if diff := cmp.Diff(want, q.Verified); diff != "" || !q.Owns(v) || q.Team[0].Title != "gérante" || q.Team[0].Person != v.Person {
		t.Errorf("team %+v, verified (-want +got):\n%s", q.Team, diff)
	}
	told, _ := h.letters()
	if diff := cmp.Diff([]string{"accord camille@exemple.invalid"}, told); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	_, err = h.Check(t.Context(), v, p.Slug, claim.ByFile)
	wantErr(t, err, claim.ErrOver)
}

func TestClaimByDNS(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, p := h.join("camille", viewer.Member), h.registered("Héron", nil)
	h.web.txts["www.heron.fr"] = h.begun(v, p).Token
	_, err := h.Check(t.Context(), v, p.Slug, claim.ByFile)
	wantErr(t, err, errMissing)
	_, err = h.Check(t.Context(), v, p.Slug, claim.ByDNS)
	ok(t, err)
	if q := h.page(p.ID); q.Verified == nil || q.Verified.Means != "dns" {
		t.Errorf("%+v", q.Verified)
	}
	_, err = h.Check(t.Context(), v, p.Slug, claim.ByModerator)
	wantErr(t, err, fault.Conflict)
}

// The token of one is worth nothing to another, nor for another page.
func TestTokensAreOfOneAccountAndPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, w := h.join("camille", viewer.Member), h.join("dany", viewer.Member)
	p, q := h.registered("Héron", nil), h.registered("Grue", func(r *profile.Record) { r.Draft.SIRET = "" })
	a, b, c := h.begun(v, p), h.begun(w, p), h.begun(v, q)
	if a.Token == b.Token || a.Token == c.Token || a.ID == b.ID || a.ID == c.ID {
		t.Fatal("one token for two")
	}
	h.web.files["www.heron.fr"] = a.Token
	_, err := h.Check(t.Context(), w, p.Slug, claim.ByFile)
	wantErr(t, err, errMissing)
	_, err = h.Check(t.Context(), v, q.Slug, claim.ByFile)
	wantErr(t, err, errMissing)
}

// Whoever wrote the address of the site, or the name above it, shows nothing by it.
func TestTheAddressMustBeOfOthers(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, judge := h.join("camille", viewer.Member), h.join("modeste", viewer.Moderator)
	own := h.made(v, nil)
	renamed, moved := h.registered("Héron", nil), h.registered("Grue", func(r *profile.Record) { r.Draft.SIRET = "" })
	edit := func(p profile.Profile, change func(*profile.Draft)) {
		d := profile.Filled(p)
		change(&d)
		if _, err := h.profiles.Edit(t.Context(), judge, p.ID, d); err != nil {
			t.Fatal(err)
		}
	}
	edit(renamed, func(d *profile.Draft) { d.Name = "CCI du Loiret" })
	edit(moved, func(d *profile.Draft) { d.Web = "https://ailleurs.fr" })
	for _, p := range []profile.Profile{own, renamed, moved} {
		slug := h.page(p.ID).Slug
		h.begun(v, h.page(p.ID))
		k, err := h.Look(t.Context(), v, slug)
		if err != nil || k.Ways != (claim.Ways{}) {
			t.Errorf("%s may be shown by %+v, %v", p.Name, k.Ways, err)
		}
		for _, means := range []claim.Means{claim.ByFile, claim.ByDNS} {
			_, err = h.Check(t.Context(), v, slug, means)
			wantErr(t, err, claim.ErrNoWay)
		}
		wantErr(t, h.Write(t.Context(), v, slug, "x@heron.fr"), claim.ErrNoWay)
	}
}

func TestWaysThatFit(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.join("camille", viewer.Member)
	for web, want := range map[string]claim.Ways{
		"https://www.heron.fr/accueil":          {Site: "www.heron.fr", Mail: "heron.fr"},
		"http://heron.fr":                       {Site: "heron.fr", Mail: "heron.fr"},
		"https://boutique.heron.fr":             {Site: "boutique.heron.fr", Mail: "boutique.heron.fr"},
		"https://www.facebook.com/heron":        {Site: "www.facebook.com"},
		"https://heron.wixsite.com/accueil":     {Site: "heron.wixsite.com"},
		"https://heron.fr:8080":                 {},
		"https://192.0.2.7":                     {},
		"https://château.fr":                    {Site: "xn--chteau-xta.fr", Mail: "xn--chteau-xta.fr"},
		"":                                      {},
		"https://association-du-heron.asso.fr/": {Site: "association-du-heron.asso.fr", Mail: "association-du-heron.asso.fr"},
	} {
		p := h.registered("Héron "+web, func(r *profile.Record) { r.Draft.Web, r.Draft.SIRET = web, "" })
		k, err := h.Look(t.Context(), v, p.Slug)
		if err != nil || k.Ways != want {
			t.Errorf("%s: %+v, want %+v, %v", web, k.Ways, want, err)
		}
	}
}

func TestClaimByMail(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, p := h.join("camille", viewer.Member), h.registered("Héron", nil)
	h.begun(v, p)
	for _, typed := range []string{"", "camille", "camille@ailleurs.fr", "camille@fr", "camille@mail.heron.fr", "x@heron.fr.ailleurs.fr"} {
		if say := wrong(t, h.Write(t.Context(), v, p.Slug, typed), claim.FieldEmail); !strings.Contains(say, "@heron.fr") {
			t.Errorf("%q: %s", typed, say)
		}
	}
	ok(t, h.Write(t.Context(), v, p.Slug, " Contact@Heron.FR "))
	told, codes := h.letters()
	if diff := cmp.Diff([]string{"code Contact@Heron.FR"}, told); diff != "" || len(codes[0]) != 6 {
		t.Fatalf("letters %v %v", told, codes)
	}
	stored, err := h.claims.Get(t.Context(), h.begun(v, p).ID)
	if err != nil || stored.Mail.Sealed != "" || strings.Contains(stored.Mail.Code, codes[0]) {
		t.Errorf("what the letter told is still stored: %+v, %v", stored.Mail, err)
	}
	_, err = h.Prove(t.Context(), v, p.Slug, other(codes[0]))
	if say := wrong(t, err, claim.FieldCode); !strings.Contains(say, "4 essais") {
		t.Error(say)
	}
	done, err := h.Prove(t.Context(), v, p.Slug, codes[0][:3]+" "+codes[0][3:])
	if err != nil || done.State != claim.Granted || !h.owned(p, v) {
		t.Errorf("%+v %v", done, err)
	}
	if q := h.page(p.ID); q.Verified.Means != "courriel" || q.Verified.Of != "heron.fr" {
		t.Errorf("%+v", q.Verified)
	}
}

// other is a code that is not this one.
func other(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestCodesEnd(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, w, p := h.join("camille", viewer.Member), h.join("dany", viewer.Member), h.registered("Héron", nil)
	h.begun(v, p)
	h.begun(w, p)
	_, err := h.Prove(t.Context(), v, p.Slug, "123456") // none was asked for
	wrong(t, err, claim.FieldCode)
	draw := func() string {
		ok(t, h.Write(t.Context(), v, p.Slug, "contact@heron.fr"))
		_, codes := h.letters()
		return codes[0]
	}
	first := draw()
	_, err = h.Prove(t.Context(), w, p.Slug, first) // it is of one account
	wrong(t, err, claim.FieldCode)
	second := draw()
	if first != second {
		_, err = h.Prove(t.Context(), v, p.Slug, first) // the one before is over
		wrong(t, err, claim.FieldCode)
	}
	h.hands.pass(31 * time.Minute)
	_, err = h.Prove(t.Context(), v, p.Slug, second)
	wrong(t, err, claim.FieldCode)
	third := draw()
	for range 5 {
		_, err = h.Prove(t.Context(), v, p.Slug, other(third))
		wrong(t, err, claim.FieldCode)
	}
	_, err = h.Prove(t.Context(), v, p.Slug, third)
	if say := wrong(t, err, claim.FieldCode); !strings.Contains(say, "demandez-en un autre") || h.owned(p, v) {
		t.Error(say)
	}
}

func TestSitesAreAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, p := h.join("camille", viewer.Member), h.registered("Héron", nil)
	h.begun(v, p)
	h.web.away = errors.Join(errors.New("nobody answers"), fault.Unavailable)
	_, err := h.Check(t.Context(), v, p.Slug, claim.ByFile)
	wantErr(t, err, h.web.away)
	k, err := h.Look(t.Context(), v, p.Slug)
	if err != nil || !k.Claim.Open() {
		t.Errorf("%+v %v", k.Claim, err)
	}
}

func TestWhoMayClaim(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.registered("Héron", nil)
	example := h.registered("Exemple", func(r *profile.Record) { r.Example, r.Draft.SIRET = true, "" })
	_, err := h.Begin(t.Context(), viewer.Viewer{}, p.Slug, "")
	wantErr(t, err, fault.SignedOut)
	v := h.join("camille", viewer.Member)
	_, err = h.Begin(t.Context(), v, example.Slug, "")
	wantErr(t, err, fault.Forbidden)
	_, err = h.Begin(t.Context(), v, "rien", "")
	wantErr(t, err, fault.NotFound)
}

func TestWithdrawAndBeginAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, p := h.join("camille", viewer.Member), h.registered("Héron", nil)
	first := h.begun(v, p)
	ok(t, h.Withdraw(t.Context(), v, p.Slug))
	h.web.files["www.heron.fr"] = first.Token
	_, err := h.Check(t.Context(), v, p.Slug, claim.ByFile)
	wantErr(t, err, claim.ErrOver)
	if again := h.begun(v, p); again.Token == first.Token || !again.Open() {
		t.Errorf("%+v", again)
	}
	_, err = h.Check(t.Context(), v, p.Slug, claim.ByFile) // the old token is worth nothing
	wantErr(t, err, errMissing)
}
