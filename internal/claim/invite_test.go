package claim_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/claim"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// invited sends an invitation and returns the secret of its link.
func (c *cast) invited(role profile.Role) string {
	c.t.Helper()
	ok(c.t, c.Invite(c.t.Context(), c.owner, c.page.Slug, claim.Guest{Email: "nina@exemple.invalid", Title: "attachée", Role: role}))
	_, secrets := c.letters()
	if len(secrets) != 1 || len(secrets[0]) < 40 {
		c.t.Fatalf("secrets %v", secrets)
	}
	return secrets[0]
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	c := gather(t)
	secret := c.invited(profile.Editor)
	k, err := c.Invited(t.Context(), secret)
	if err != nil || k.Who != "odile" || k.Page.ID != c.page.ID {
		t.Fatalf("%+v %v", k, err)
	}
	_, err = c.Accept(t.Context(), viewer.Viewer{}, secret)
	wantErr(t, err, fault.SignedOut)
	for _, bad := range []string{"", "x", secret[1:], k.Claim.ID} {
		_, err = c.Accept(t.Context(), c.other, bad)
		wantErr(t, err, claim.ErrGone)
	}
	_, err = c.Accept(t.Context(), c.other, secret)
	ok(t, err)
	q := c.house.page(c.page.ID)
	if !q.CanEdit(c.other) || q.Owns(c.other) || q.Team[1].Title != "attachée" || q.Verified != nil {
		t.Errorf("%+v", q.Team)
	}
	_, err = c.Accept(t.Context(), c.asker, secret) // once
	wantErr(t, err, claim.ErrGone)
	told, _ := c.letters()
	if diff := cmp.Diff([]string{"arrivee odile@exemple.invalid"}, told); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	stored, err := c.claims.Get(t.Context(), k.Claim.ID)
	if err != nil || stored.Mail != nil || len(stored.Owes) != 0 {
		t.Errorf("the address stays: %+v %v", stored, err)
	}
}

func TestWhoInvites(t *testing.T) {
	t.Parallel()
	c := gather(t)
	_, err := c.Accept(t.Context(), c.other, c.invited(profile.Editor))
	ok(t, err)
	guest := claim.Guest{Email: "x@exemple.invalid", Role: profile.Owner}
	wantErr(t, c.Invite(t.Context(), viewer.Viewer{}, c.page.Slug, guest), fault.SignedOut)
	for _, v := range []viewer.Viewer{c.asker, c.other} { // a stranger, an editor
		wantErr(t, c.Invite(t.Context(), v, c.page.Slug, guest), fault.Forbidden)
		wantErr(t, c.HandOver(t.Context(), v, c.page.Slug, "x"), fault.Forbidden)
	}
	_, err = c.Team(t.Context(), c.asker, c.page.Slug)
	wantErr(t, err, fault.Forbidden)
	ok(t, c.Invite(t.Context(), c.owner, c.page.Slug, guest))
	list, err := c.Team(t.Context(), c.other, c.page.Slug)
	if err != nil || list.Manage || len(list.Offers) != 0 {
		t.Errorf("an editor sees %+v, %v", list.Offers, err)
	}
	list, err = c.Team(t.Context(), c.owner, c.page.Slug)
	if err != nil || len(list.Offers) != 1 || list.Offers[0].Mail.Sealed != "" || list.Names[list.Page.Team[1].Key()] != "omar" {
		t.Errorf("the owner sees %+v %v, %v", list.Offers, list.Names, err)
	}
	wrong(t, c.Invite(t.Context(), c.owner, c.page.Slug, claim.Guest{Email: "x@EXEMPLE.invalid", Role: profile.Editor}), claim.FieldEmail)
	wrong(t, c.Invite(t.Context(), c.owner, c.page.Slug, claim.Guest{Email: "nina", Role: profile.Editor}), claim.FieldEmail)
	wrong(t, c.Invite(t.Context(), c.owner, c.page.Slug, claim.Guest{Email: "y@exemple.invalid", Role: "roi"}), claim.FieldRole)
}

func TestInvitationsEnd(t *testing.T) {
	t.Parallel()
	c := gather(t)
	old := c.invited(profile.Editor)
	k, err := c.Invited(t.Context(), old)
	ok(t, err)
	c.hands.pass(14*24*time.Hour + time.Second)
	_, err = c.Accept(t.Context(), c.other, old)
	wantErr(t, err, claim.ErrGone)
	c.letters() // the end is owed too
	stored, err := c.claims.Get(t.Context(), k.Claim.ID)
	if err != nil || stored.State != claim.Withdrawn || stored.Mail != nil || len(stored.Owes) != 0 {
		t.Errorf("an invitation that nobody took: %+v %v", stored, err)
	}
	withdrawn := c.invited(profile.Editor)
	k, err = c.Invited(t.Context(), withdrawn)
	ok(t, err)
	wantErr(t, c.Cancel(t.Context(), c.other, k.Claim.ID), fault.Forbidden)
	ok(t, c.Cancel(t.Context(), c.owner, k.Claim.ID))
	_, err = c.Accept(t.Context(), c.other, withdrawn)
	wantErr(t, err, claim.ErrGone)
	wantErr(t, c.Cancel(t.Context(), c.owner, k.Claim.ID), claim.ErrGone)
}

// A no ends an invitation or an offer, and who made it is told.
func TestDecline(t *testing.T) {
	t.Parallel()
	c := gather(t)
	secret := c.invited(profile.Editor)
	k, err := c.Decline(t.Context(), secret)
	ok(t, err)
	if k.Claim.State != claim.Refused || k.Claim.Mail != nil {
		t.Errorf("%+v", k.Claim)
	}
	_, err = c.Decline(t.Context(), secret)
	wantErr(t, err, claim.ErrGone)
	_, err = c.Accept(t.Context(), c.other, secret)
	wantErr(t, err, claim.ErrGone)
	_, err = c.Decline(t.Context(), "x")
	wantErr(t, err, claim.ErrGone)
	_, err = c.Accept(t.Context(), c.other, c.invited(profile.Reader))
	ok(t, err)
	c.letters()
	mates := c.house.page(c.page.ID).Team
	ok(t, c.HandOver(t.Context(), c.owner, c.page.Slug, mates[len(mates)-1].Key()))
	team, err := c.Team(t.Context(), c.other, c.page.Slug)
	ok(t, err)
	ok(t, c.Cancel(t.Context(), c.other, team.Offers[0].ID))
	if told, _ := c.letters(); !slices.Contains(told, "declin odile@exemple.invalid") || c.owned(c.page, c.other) {
		t.Errorf("%v", told)
	}
}

// Whoever is no owner any more has invited nobody.
func TestInvitersMustStillManage(t *testing.T) {
	t.Parallel()
	c := gather(t)
	secret := c.invited(profile.Owner)
	c.give(c.asker, c.page, nil)
	ok(t, c.profiles.Dismiss(t.Context(), c.asker, c.page.ID, profile.Mate{Account: c.owner.Account}.Key()))
	_, err := c.Accept(t.Context(), c.other, secret)
	wantErr(t, err, claim.ErrGone)
	if c.owned(c.page, c.other) {
		t.Error("a former owner gave the page away")
	}
}

func TestHandOver(t *testing.T) {
	t.Parallel()
	c := gather(t)
	_, err := c.Accept(t.Context(), c.other, c.invited(profile.Reader))
	ok(t, err)
	c.letters()
	own, key := profile.Mate{Account: c.owner.Account}.Key(), ""
	for _, m := range c.house.page(c.page.ID).Team {
		if m.Account == c.other.Account {
			key = m.Key()
		}
	}
	wantErr(t, c.profiles.Dismiss(t.Context(), c.owner, c.page.ID, own), profile.ErrLastOwner)
	wantErr(t, c.HandOver(t.Context(), c.owner, c.page.Slug, own), fault.Invalid)
	wantErr(t, c.HandOver(t.Context(), c.owner, c.page.Slug, "rien"), fault.Invalid)
	ok(t, c.HandOver(t.Context(), c.owner, c.page.Slug, key))
	wantErr(t, c.HandOver(t.Context(), c.owner, c.page.Slug, key), claim.ErrOver)
	told, _ := c.letters()
	if !slices.Equal(told, []string{"invitation omar@exemple.invalid"}) || c.owned(c.page, c.other) {
		t.Fatalf("%v", told)
	}
	list, err := c.Team(t.Context(), c.other, c.page.Slug)
	if err != nil || len(list.Offers) != 1 {
		t.Fatalf("%+v %v", list.Offers, err)
	}
	offer := list.Offers[0].ID
	_, err = c.TakeOver(t.Context(), c.asker, offer)
	wantErr(t, err, fault.Forbidden)
	_, err = c.TakeOver(t.Context(), c.other, c.begun(c.other, c.registered("Grue", func(r *profile.Record) { r.Draft.SIRET = "" })).ID)
	wantErr(t, err, claim.ErrGone) // no offer
	_, err = c.TakeOver(t.Context(), c.other, offer)
	ok(t, err)
	if !c.owned(c.page, c.other) || !c.owned(c.page, c.owner) {
		t.Error("the page has not both owners")
	}
	ok(t, c.profiles.Dismiss(t.Context(), c.owner, c.page.ID, own))
	if q := c.house.page(c.page.ID); q.IsMate(c.owner) || !q.Owns(c.other) {
		t.Errorf("%+v", q.Team)
	}
}

// A link of an invitation asks for no wider role than it gives, and takes none away.
func TestOwnersKeepTheirRole(t *testing.T) {
	t.Parallel()
	c := gather(t)
	_, err := c.Accept(t.Context(), c.owner, c.invited(profile.Reader))
	ok(t, err)
	if !c.owned(c.page, c.owner) || len(c.house.page(c.page.ID).Team) != 1 {
		t.Error("an owner was made less by an invitation")
	}
}
