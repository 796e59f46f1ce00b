package claim_test

import (
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/viewer"
)

const (
	heronSIRET  = "73282932000074" // of the pages that h.registered makes
	sisterSIRET = "73282932000082"
	otherSIRET  = "55208131766522"
)

// employed gives a member identities that say for whom they work.
func (h *house) employed(v viewer.Viewer, all ...account.Identity) {
	h.t.Helper()
	_, err := h.accounts.Update(h.t.Context(), v.Account, func(a *account.Account) error {
		for _, i := range all {
			i.Subject += " of " + v.Account // nobody else has it
			a.Identities = append(a.Identities, i)
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func works(subject, siret string, vouched bool, said time.Time) account.Identity {
	return account.Identity{Provider: "proconnect", Subject: subject, SIRET: siret, SIRETVouched: vouched, Said: said}
}

func TestEmployer(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.registered("Héron", nil)
	siren := h.registered("Grue", func(r *profile.Record) { r.Draft.SIRET = "552081317" })
	none := h.registered("Aigrette", func(r *profile.Record) { r.Draft.SIRET = "" })
	for name, c := range map[string]struct {
		page profile.Profile
		all  []account.Identity
		want claim.Employer
	}{
		"nobody says":               {p, []account.Identity{works("1", "", false, noon)}, claim.Employer{}},
		"no identity":               {p, nil, claim.Employer{}},
		"nobody vouches":            {p, []account.Identity{works("1", heronSIRET, false, noon)}, claim.Employer{Word: claim.WordAlone, SIRET: heronSIRET}},
		"another company":           {p, []account.Identity{works("1", otherSIRET, true, noon)}, claim.Employer{Word: claim.WordOther, SIRET: otherSIRET}},
		"another place":             {p, []account.Identity{works("1", sisterSIRET, true, noon)}, claim.Employer{Word: claim.WordSister, SIRET: sisterSIRET}},
		"too old":                   {p, []account.Identity{works("1", heronSIRET, true, noon.Add(-24*time.Hour-time.Millisecond))}, claim.Employer{Word: claim.WordOld, SIRET: heronSIRET}},
		"before it was noted":       {p, []account.Identity{works("1", heronSIRET, true, time.Time{})}, claim.Employer{Word: claim.WordOld, SIRET: heronSIRET}},
		"this one":                  {p, []account.Identity{works("1", heronSIRET, true, noon.Add(-24*time.Hour))}, claim.Employer{Word: claim.WordOfState, SIRET: heronSIRET}},
		"the best of three":         {p, []account.Identity{works("1", otherSIRET, true, noon), works("2", heronSIRET, true, noon), works("3", heronSIRET, false, noon)}, claim.Employer{Word: claim.WordOfState, SIRET: heronSIRET}},
		"a page with a SIREN":       {siren, []account.Identity{works("1", otherSIRET, true, noon)}, claim.Employer{Word: claim.WordOfState, SIRET: otherSIRET}},
		"another company than that": {siren, []account.Identity{works("1", heronSIRET, true, noon)}, claim.Employer{Word: claim.WordOther, SIRET: heronSIRET}},
		"a page without a number":   {none, []account.Identity{works("1", heronSIRET, true, noon)}, claim.Employer{}},
	} {
		v := h.join("m-"+c.page.Slug+"-"+name, viewer.Member)
		h.employed(v, c.all...)
		k, err := h.Look(t.Context(), v, c.page.Slug)
		if err != nil || k.Employer != c.want {
			t.Errorf("%s: %+v, %v", name, k.Employer, err)
		}
		h.begun(v, c.page)
		if c.want.Word != claim.WordOfState {
			_, err = h.ProveEmployer(t.Context(), v, c.page.Slug)
			wantErr(t, err, claim.ErrNoWay)
		}
	}
}

func TestProveEmployer(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, p := h.join("camille", viewer.Member), h.registered("Héron", nil)
	h.employed(v, works("1", heronSIRET, true, noon))
	_, err := h.ProveEmployer(t.Context(), viewer.Viewer{}, p.Slug)
	wantErr(t, err, fault.SignedOut)
	_, err = h.ProveEmployer(t.Context(), v, p.Slug)
	wantErr(t, err, claim.ErrOver) // not begun
	h.begun(v, p)
	_, err = h.ProveEmployer(t.Context(), v, p.Slug)
	if q := h.page(p.ID); err != nil || !q.Owns(v) || q.Verified.Means != "proconnect" || q.Verified.Of != heronSIRET {
		t.Errorf("%+v %v", q.Verified, err)
	}

	colleague := h.join("dany", viewer.Member) // the page is somebody's by now: the word is noted, and a moderator decides
	h.employed(colleague, works("2", heronSIRET, true, noon))
	h.begun(colleague, p)
	c, err := h.ProveEmployer(t.Context(), colleague, p.Slug)
	if err != nil || c.State != claim.Asked || !c.Disputed || !c.Shown() || h.owned(p, colleague) {
		t.Errorf("%+v %v", c, err)
	}
}

// Whoever wrote the number, or the name above it, shows nothing by it.
func TestTheNumberMustBeOfOthers(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, judge := h.join("camille", viewer.Member), h.join("modeste", viewer.Moderator)
	h.employed(v, works("1", otherSIRET, true, noon), works("2", heronSIRET, true, noon))
	own, renamed := h.made(v, func(d *profile.Draft) { d.SIRET = otherSIRET }), h.registered("Héron", nil)
	d := profile.Filled(renamed)
	d.Name = "CCI du Loiret"
	if _, err := h.profiles.Edit(t.Context(), judge, renamed.ID, d); err != nil {
		t.Fatal(err)
	}
	for _, p := range []profile.Profile{own, h.page(renamed.ID)} {
		h.begun(v, p)
		k, err := h.Look(t.Context(), v, p.Slug)
		if err != nil || k.Employer.Word != claim.NoWord || k.Ways.Company != "" {
			t.Errorf("%s: %+v, %v", p.Name, k, err)
		}
		_, err = h.ProveEmployer(t.Context(), v, p.Slug)
		wantErr(t, err, claim.ErrNoWay)
	}
}
