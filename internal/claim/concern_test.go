package claim_test

import (
	"errors"
	"testing"

	"partant/internal/claim"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// Who leaves takes along what they asked and what they offer; of what others asked it stays that somebody decided.
func TestForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	me, v, judge := h.join("camille", viewer.Member), h.join("dany", viewer.Member), h.join("modeste", viewer.Moderator)
	p, own := h.registered("Héron", nil), h.made(me, nil)
	asked, other := h.begun(me, p), h.begun(v, own)
	ok(t, h.Submit(t.Context(), v, own.Slug, "Elle me revient."))
	ok(t, h.Invite(t.Context(), me, own.Slug, claim.Guest{Email: "invitee@exemple.invalid", Role: profile.Editor}))
	refused := h.begun(v, p)
	ok(t, h.Submit(t.Context(), v, p.Slug, "C'est ma maison."))
	ok(t, h.Refuse(t.Context(), judge, refused.ID, "Le registre dit autre chose."))

	ids := func(account string) (all []string) {
		for c, err := range h.Of(t.Context(), account) {
			ok(t, err)
			all = append(all, c.ID)
		}
		return all
	}
	if got := ids(me.Account); len(got) != 1 || got[0] != asked.ID {
		t.Errorf("what they asked: %v", got)
	}
	for range 2 {
		ok(t, h.Forget(t.Context(), me.Account, "camille@exemple.invalid", nil))
	}
	if got := ids(me.Account); len(got) != 0 {
		t.Errorf("what they asked is kept: %v", got)
	}
	c, err := h.claims.Get(t.Context(), other.ID)
	if err != nil || !c.Open() || len(c.Notices) != 0 || len(c.Owes) != 0 || c.Statement != "Elle me revient." {
		t.Errorf("the claim of another: %+v, %v", c, err)
	}
	for range 2 {
		ok(t, h.Forget(t.Context(), judge.Account, "modeste@exemple.invalid", []string{own.ID}))
	}
	c, err = h.claims.Get(t.Context(), refused.ID)
	if err != nil || c.Decider != profile.Left || c.Reason != "Le registre dit autre chose." {
		t.Errorf("what a moderator decided: %+v, %v", c, err)
	}
	if _, err := h.claims.Get(t.Context(), other.ID); !errors.Is(err, fault.NotFound) {
		t.Errorf("a claim of a page that is gone: %v", err)
	}
	told, _ := h.letters()
	for _, l := range told {
		if l != "refus dany@exemple.invalid" {
			t.Errorf("a letter leaves: %s", l)
		}
	}
}
