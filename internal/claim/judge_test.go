package claim_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/claim"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// cast is who a dispute needs.
type cast struct {
	*house
	owner, asker, judge, other viewer.Viewer
	page                       profile.Profile // of owner, from open data
}

// because is a reason that does.
const because = "Le registre dit autre chose."

func gather(t *testing.T) *cast {
	t.Helper()
	h := open(t)
	c := &cast{house: h, owner: h.join("odile", viewer.Member), asker: h.join("camille", viewer.Member), judge: h.join("modeste", viewer.Moderator), other: h.join("omar", viewer.Member)}
	c.page = h.registered("Héron", nil)
	h.give(c.owner, c.page, nil)
	c.page = h.page(c.page.ID)
	return c
}

// give makes somebody an owner of a page.
func (h *house) give(v viewer.Viewer, p profile.Profile, shown *profile.Verified) {
	h.t.Helper()
	e := profile.Entry{ID: v.Account, Mate: profile.Mate{Account: v.Account, Role: profile.Owner}, Verified: shown}
	if _, err := h.profiles.Join(h.t.Context(), p.ID, e); err != nil {
		h.t.Fatal(err)
	}
}

func TestModeratorGrants(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, judge := h.join("camille", viewer.Member), h.join("modeste", viewer.Admin)
	p := h.registered("Héron", func(r *profile.Record) { r.Draft.Web = "" })
	c := h.begun(v, p)
	wrong(t, h.Submit(t.Context(), v, p.Slug, " "), claim.FieldStatement)
	wrong(t, h.Submit(t.Context(), v, p.Slug, strings.Repeat("é", claim.MaxStatement+1)), claim.FieldStatement)
	ok(t, h.Submit(t.Context(), v, p.Slug, "J'y travaille.\nDepuis dix ans."))
	list, err := h.Waiting(t.Context(), judge, page.Req{})
	if err != nil || len(list.Items) != 1 || list.Items[0].Who != "camille" || list.Items[0].Claim.Token != "" || list.Items[0].Claim.Statement != "J'y travaille.\nDepuis dix ans." {
		t.Fatalf("%+v %v", list, err)
	}
	done, err := h.Grant(t.Context(), judge, c.ID, true, because)
	ok(t, err)
	if q := h.page(p.ID); !q.Owns(v) || q.Verified.Means != "moderateur" || done.Decider != judge.Account || done.Replace {
		t.Errorf("%+v %+v", q.Verified, done)
	}
	list, err = h.Waiting(t.Context(), judge, page.Req{})
	if err != nil || len(list.Items) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	_, err = h.Grant(t.Context(), judge, c.ID, false, because)
	wantErr(t, err, claim.ErrOver)
}

func TestModeratorRefuses(t *testing.T) {
	t.Parallel()
	c := gather(t)
	asked := c.begun(c.asker, c.page)
	ok(t, c.Submit(t.Context(), c.asker, c.page.Slug, "C'est ma maison."))
	wrong(t, c.Refuse(t.Context(), c.judge, asked.ID, ""), claim.FieldReason)
	ok(t, c.Refuse(t.Context(), c.judge, asked.ID, "Le registre dit autre chose."))
	told, _ := c.letters()
	want := []string{"contestation odile@exemple.invalid", "refus camille@exemple.invalid", "maintien odile@exemple.invalid"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	k, err := c.Look(t.Context(), c.asker, c.page.Slug)
	if err != nil || k.Claim.State != claim.Refused || k.Claim.Reason != "Le registre dit autre chose." || k.Claim.Token != "" {
		t.Errorf("%+v %v", k.Claim, err)
	}
	if again := c.begun(c.asker, c.page); !again.Open() || again.Reason == "" || again.Statement != "" {
		t.Errorf("asked again: %+v", again)
	}
}

// In a dispute a proof decides nothing: nothing changes before a moderator has said so.
func TestDispute(t *testing.T) {
	t.Parallel()
	c := gather(t)
	asked := c.begun(c.asker, c.page)
	if !asked.Disputed {
		t.Fatal("nobody sees the dispute")
	}
	c.web.files["www.heron.fr"] = asked.Token
	done, err := c.Check(t.Context(), c.asker, c.page.Slug, claim.ByFile)
	if err != nil || done.State != claim.Asked || c.owned(c.page, c.asker) {
		t.Fatalf("%+v %v", done, err)
	}
	ok(t, c.Submit(t.Context(), c.asker, c.page.Slug, "Le site est le mien."))
	ok(t, c.Submit(t.Context(), c.asker, c.page.Slug, "Le site est le mien, voyez.")) // the owner is told once
	ok(t, c.Answer(t.Context(), c.owner, asked.ID, "Non, c'est le mien."))
	k, leave, err := c.Open(t.Context(), c.judge, asked.ID)
	if err != nil || !leave.Judge || k.Claim.Answer == "" || !k.Claim.Shown() || k.Claim.Of != "www.heron.fr" {
		t.Fatalf("%+v %+v %v", k.Claim, leave, err)
	}
	_, err = c.Grant(t.Context(), c.judge, asked.ID, true, because)
	ok(t, err)
	q := c.house.page(c.page.ID)
	if !q.Owns(c.asker) || q.IsMate(c.owner) || q.Verified.Means != "fichier" {
		t.Errorf("team %+v verified %+v", q.Team, q.Verified)
	}
	told, _ := c.letters()
	want := []string{"contestation odile@exemple.invalid", "remplacement odile@exemple.invalid", "accord camille@exemple.invalid"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

func TestDisputeMayEndInTwoOwners(t *testing.T) {
	t.Parallel()
	c := gather(t)
	asked := c.begun(c.asker, c.page)
	_, err := c.Grant(t.Context(), c.judge, asked.ID, false, because)
	ok(t, err)
	if !c.owned(c.page, c.asker) || !c.owned(c.page, c.owner) {
		t.Error("somebody lost the page")
	}
	told, _ := c.letters()
	if !slices.Contains(told, "partage odile@exemple.invalid") {
		t.Error(told)
	}
}

// Two show at once that a page is theirs: one gets it, the other comes before a moderator.
func TestTwoProofsAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, w, p := h.join("camille", viewer.Member), h.join("dany", viewer.Member), h.registered("Héron", nil)
	h.web.files["www.heron.fr"], h.web.txts["www.heron.fr"] = h.begun(v, p).Token, h.begun(w, p).Token
	var both sync.WaitGroup
	both.Go(func() { _, err := h.Check(t.Context(), v, p.Slug, claim.ByFile); _ = err })
	both.Go(func() { _, err := h.Check(t.Context(), w, p.Slug, claim.ByDNS); _ = err })
	both.Wait()
	h.letters()
	if h.owned(p, v) == h.owned(p, w) {
		t.Fatalf("owners: %v and %v", h.owned(p, v), h.owned(p, w))
	}
	lost := w
	if h.owned(p, w) {
		lost = v
	}
	k, err := h.Look(t.Context(), lost, p.Slug)
	if err != nil || !k.Claim.Open() || !k.Claim.Disputed || !k.Taken {
		t.Errorf("%+v %v", k.Claim, err)
	}
}

// A process that dies between the decision and the entry loses nothing: whoever looks for letters makes it.
func TestEntryIsNotLost(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, p := h.join("camille", viewer.Member), h.registered("Héron", nil)
	c := h.begun(v, p)
	_, err := h.claims.Update(t.Context(), c.ID, func(c *claim.Claim) error { // as it is stored when the process dies
		claim.GrantForTest(c, noon)
		return nil
	})
	ok(t, err)
	if h.owned(p, v) {
		t.Fatal("too soon")
	}
	if again := h.begun(v, p); again.Open() {
		t.Error("begun again while the entry is owed")
	}
	told, _ := h.letters()
	if !h.owned(p, v) || !slices.Equal(told, []string{"accord camille@exemple.invalid"}) {
		t.Errorf("%v", told)
	}
	if told, _ := h.letters(); told != nil {
		t.Errorf("told again: %v", told)
	}
}

func TestVouching(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, club := h.join("camille", viewer.Member), h.join("claude", viewer.Member)
	p := h.registered("Héron", nil)
	c := h.begun(v, p)
	_, _, err := h.Open(t.Context(), club, c.ID)
	wantErr(t, err, fault.Forbidden) // owns nothing
	for name, one := range map[string]struct {
		kind  profile.Kind
		shown *profile.Verified
	}{
		"a company":       {profile.Company, &profile.Verified{Means: "fichier", At: noon}},
		"not verified":    {profile.Club, nil},
		"only vouched":    {profile.Club, &profile.Verified{Means: "garant", At: noon}},
		"a person":        {profile.Person, &profile.Verified{Means: "moderateur", At: noon}},
		"the page itself": {},
	} {
		who := h.join(strings.ReplaceAll(name, " ", ""), viewer.Member)
		own := h.registered(name, func(r *profile.Record) { r.Draft.Kind, r.Draft.SIRET = profile.Company, "" })
		if one.kind != "" {
			own = h.made(who, func(d *profile.Draft) { d.Name, d.Kind = name, one.kind })
			h.give(who, own, one.shown)
		}
		_, err := h.Vouch(t.Context(), who, c.ID, own.Slug)
		if wantErr(t, err, fault.Forbidden); h.owned(p, v) {
			t.Fatalf("%s may vouch", name)
		}
	}
	chamber := h.made(club, func(d *profile.Draft) { d.Name, d.Kind = "Club du Val", profile.Club })
	h.give(club, chamber, &profile.Verified{Means: "dns", At: noon})
	k, leave, err := h.Open(t.Context(), club, c.ID)
	if err != nil || leave.Judge || leave.Answer || len(leave.Vouch) != 1 || k.Claim.Token != "" {
		t.Fatalf("%+v %v", leave, err)
	}
	_, err = h.Vouch(t.Context(), club, c.ID, "autre")
	wrong(t, err, claim.FieldPage)
	done, err := h.Vouch(t.Context(), club, c.ID, chamber.Slug)
	ok(t, err)
	if q := h.page(p.ID); !q.Owns(v) || q.Verified.Means != "garant" || q.Verified.Of != "Club du Val" || done.Decider != club.Account {
		t.Errorf("%+v %+v", q.Verified, done)
	}
}

// Nobody vouches in a dispute, nor decides what they ask themselves.
func TestNobodyJudgesTheirOwn(t *testing.T) {
	t.Parallel()
	c := gather(t)
	asked := c.begun(c.judge, c.page)
	_, err := c.Grant(t.Context(), c.judge, asked.ID, true, because)
	wantErr(t, err, fault.Forbidden)
	chamber := c.made(c.other, func(d *profile.Draft) { d.Name, d.Kind = "Club du Val", profile.Club })
	c.give(c.other, chamber, &profile.Verified{Means: "dns", At: noon})
	_, err = c.Vouch(t.Context(), c.other, asked.ID, chamber.Slug)
	wantErr(t, err, fault.Forbidden)
	own := c.begun(c.other, c.house.page(c.page.ID))
	_, err = c.Vouch(t.Context(), c.other, own.ID, chamber.Slug)
	wantErr(t, err, fault.Forbidden)
}

func TestStrangersSeeNothing(t *testing.T) {
	t.Parallel()
	c := gather(t)
	asked := c.begun(c.asker, c.page)
	ok(t, c.Submit(t.Context(), c.asker, c.page.Slug, "C'est ma maison."))
	for name, v := range map[string]viewer.Viewer{"a member": c.other, "somebody who owns it not": {Account: "x"}} {
		_, _, err := c.Open(t.Context(), v, asked.ID)
		wantErr(t, err, fault.Forbidden)
		_, err = c.Waiting(t.Context(), v, page.Req{})
		wantErr(t, err, fault.Forbidden)
		_, err = c.Grant(t.Context(), v, asked.ID, false, because)
		wantErr(t, err, fault.Forbidden)
		wantErr(t, c.Refuse(t.Context(), v, asked.ID, because), fault.Forbidden)
		wantErr(t, c.Answer(t.Context(), v, asked.ID, "non"), fault.Forbidden)
		k, err := c.Look(t.Context(), v, c.page.Slug)
		if err != nil || k.Claim.ID != "" {
			t.Errorf("%s sees %+v, %v", name, k.Claim, err)
		}
	}
	for name, v := range map[string]viewer.Viewer{"the owner": c.owner, "the asker": c.asker} {
		_, err := c.Grant(t.Context(), v, asked.ID, false, because)
		wantErr(t, err, fault.Forbidden)
		k, _, err := c.Open(t.Context(), v, asked.ID)
		if err != nil || k.Claim.Token != "" || k.Claim.Mail != nil {
			t.Errorf("%s: %+v %v", name, k.Claim, err)
		}
	}
	_, _, err := c.Open(t.Context(), viewer.Viewer{}, asked.ID)
	wantErr(t, err, fault.SignedOut)
	_, err = c.Waiting(t.Context(), viewer.Viewer{}, page.Req{})
	wantErr(t, err, fault.Forbidden)
}

// Who owns a page already has it verified, without a dispute.
func TestOwnersVerify(t *testing.T) {
	t.Parallel()
	c := gather(t)
	c.give(c.other, c.page, nil)
	asked := c.begun(c.owner, c.house.page(c.page.ID))
	c.web.files["www.heron.fr"] = asked.Token
	done, err := c.Check(t.Context(), c.owner, c.page.Slug, claim.ByFile)
	if err != nil || done.State != claim.Granted {
		t.Fatalf("%+v %v", done, err)
	}
	q := c.house.page(c.page.ID)
	if q.Verified == nil || !q.Owns(c.owner) || !q.Owns(c.other) || len(q.Team) != 2 {
		t.Errorf("%+v %+v", q.Verified, q.Team)
	}
	if told, _ := c.letters(); !slices.Equal(told, []string{"accord odile@exemple.invalid"}) {
		t.Error(told)
	}
}

// A page that is erased meanwhile is not entered, and the claim owes nothing more.
func TestPageIsGone(t *testing.T) {
	t.Parallel()
	c := gather(t)
	asked := c.begun(c.asker, c.page)
	ok(t, c.Submit(t.Context(), c.asker, c.page.Slug, "C'est ma maison."))
	_, err := c.house.store.Update(t.Context(), c.page.ID, func(p *profile.Profile) error { p.Source = nil; return nil }) // open data would stay
	ok(t, err)
	ok(t, c.profiles.Erase(t.Context(), c.owner, c.page.ID))
	list, err := c.Waiting(t.Context(), c.judge, page.Req{})
	if err != nil || len(list.Items) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	_, _, err = c.Open(t.Context(), c.judge, asked.ID)
	wantErr(t, err, fault.Gone)
	told, _ := c.letters()
	if diff := cmp.Diff([]string{"contestation "}, told); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

// However many make an entry at once, everybody is told once.
func TestWorkersAtOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		c := gather(t)
		asked := c.begun(c.asker, c.page)
		var all sync.WaitGroup
		all.Go(func() { _, _ = c.Grant(t.Context(), c.judge, asked.ID, true, because) })
		for range 4 {
			all.Go(func() { _, _, _ = c.Letters(t.Context(), noon, 0) })
		}
		all.Wait()
		told, _ := c.letters()
		slices.Sort(told)
		if !slices.Equal(told, []string{"accord camille@exemple.invalid", "remplacement odile@exemple.invalid"}) {
			t.Errorf("told %v", told)
		}
		if q := c.house.page(c.page.ID); len(q.Team) != 1 || !q.Owns(c.asker) {
			t.Errorf("%+v", q.Team)
		}
	}
}

// Owners do not lose a page without a reason; both sides read it, and who judges reads whose accounts they are.
func TestDecisionsTakeAReason(t *testing.T) {
	t.Parallel()
	c := gather(t)
	asked := c.begun(c.asker, c.page)
	ok(t, c.Submit(t.Context(), c.asker, c.page.Slug, "C'est ma maison."))
	for _, reason := range []string{"", "court", strings.Repeat("é", 501)} {
		_, err := c.Grant(t.Context(), c.judge, asked.ID, true, reason)
		wrong(t, err, claim.FieldReason)
		wrong(t, c.Refuse(t.Context(), c.judge, asked.ID, reason), claim.FieldReason)
	}
	k, _, err := c.Open(t.Context(), c.judge, asked.ID)
	if err != nil || len(k.Parties) != 2 || k.Parties[0].Email != "camille@exemple.invalid" || k.Parties[0].Owns || k.Parties[1].Email != "odile@exemple.invalid" || !k.Parties[1].Owns {
		t.Fatalf("%+v, %v", k.Parties, err)
	}
	_, err = c.Grant(t.Context(), c.judge, asked.ID, true, because)
	ok(t, err)
	for _, v := range []viewer.Viewer{c.asker, c.owner} { // who lost the page reads the case still
		k, _, err := c.Open(t.Context(), v, asked.ID)
		if err != nil || k.Claim.Ground() != because || len(k.Parties) != 0 {
			t.Errorf("%s: %q %+v, %v", v.Account, k.Claim.Ground(), k.Parties, err)
		}
	}
}
