package signin_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/signin"
)

// Each case is refused before the provider is asked, and the attempt is over.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit func(h *house, key *string, query url.Values)
		why  signin.Reason
		kind error
	}{
		"mixed":             {func(_ *house, key *string, _ url.Values) { *key = "deux" }, signin.Mixed, fault.Forbidden},
		"at the last":       {func(h *house, _ *string, _ url.Values) { h.at = h.at.Add(10 * time.Minute) }, signin.Expired, fault.NotFound},
		"a day later":       {func(h *house, _ *string, _ url.Values) { h.at = h.at.Add(24 * time.Hour) }, signin.Expired, fault.NotFound},
		"state wrong":       {func(_ *house, _ *string, q url.Values) { q.Set("state", id.Secret()) }, signin.Forged, fault.Forbidden},
		"state cut":         {func(_ *house, _ *string, q url.Values) { q.Set("state", q.Get("state")[:42]) }, signin.Forged, fault.Forbidden},
		"state missing":     {func(_ *house, _ *string, q url.Values) { q.Del("state") }, signin.Forged, fault.Forbidden},
		"state empty":       {func(_ *house, _ *string, q url.Values) { q.Set("state", "") }, signin.Forged, fault.Forbidden},
		"state twice":       {func(_ *house, _ *string, q url.Values) { q.Add("state", "other") }, signin.Forged, fault.Forbidden},
		"code missing":      {func(_ *house, _ *string, q url.Values) { q.Del("code") }, signin.Untrusted, fault.Forbidden},
		"code twice":        {func(_ *house, _ *string, q url.Values) { q.Add("code", "other") }, signin.Untrusted, fault.Forbidden},
		"said no":           {func(_ *house, _ *string, q url.Values) { q.Set("error", "access_denied") }, signin.Declined, fault.Forbidden},
		"said no, LinkedIn": {func(_ *house, _ *string, q url.Values) { q.Set("error", "user_cancelled_login") }, signin.Declined, fault.Forbidden},
		"provider fails":    {func(_ *house, _ *string, q url.Values) { q.Set("error", "server_error") }, signin.Away, fault.Unavailable},
		"error, no state":   {func(_ *house, _ *string, q url.Values) { q.Del("state"); q.Set("error", "access_denied") }, signin.Forged, fault.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			secret, a := begin(t, h)
			key, query := "un", answer(a.State)
			tt.edit(h, &key, query)
			who, back, err := h.Finish(t.Context(), secret, key, query)
			refused(t, err, tt.why, tt.kind)
			if who != (signin.Identity{}) || back.Next != a.Next {
				t.Errorf("%+v is let in, to %q", who, back.Next)
			}
			h.at = h.at.Add(-24 * time.Hour) // setting the clock back revives nothing
			_, _, err = h.Finish(t.Context(), secret, "un", answer(a.State))
			refused(t, err, signin.Unknown, fault.NotFound)
			if len(h.one.finished)+len(h.two.finished) > 0 {
				t.Error("the provider was asked")
			}
		})
	}
}

func TestReplayedCallbackIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, a := begin(t, h)
	if _, _, err := h.Finish(t.Context(), secret, "un", answer(a.State)); err != nil {
		t.Fatal(err)
	}
	_, _, err := h.Finish(t.Context(), secret, "un", answer(a.State))
	refused(t, err, signin.Unknown, fault.NotFound)
	if len(h.one.finished) != 1 {
		t.Errorf("the provider was asked %d times", len(h.one.finished))
	}
}

func TestForeignBrowserIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, mine := begin(t, h)
	theirs, _ := begin(t, h)
	for name, secret := range map[string]string{"no cookie": "", "made up": id.Secret(), "the digest": mine.Digest} {
		_, _, err := h.Finish(t.Context(), secret, "un", answer(mine.State))
		refused(t, err, signin.Unknown, fault.NotFound)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	_, _, err := h.Finish(t.Context(), theirs, "un", answer(mine.State)) // the link of one opened in the browser of another
	refused(t, err, signin.Forged, fault.Forbidden)
}

// What a stranger writes into an address must not write into the log.
func TestRefusalsQuoteStrangers(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, a := begin(t, h)
	query := answer(a.State)
	query.Set("error", "x\nlevel=ERROR msg=forged and much more than forty characters of it")
	_, _, err := h.Finish(t.Context(), secret, "un", query)
	want := `signin.Finish("un"): sign-in refused: away: it reports "x\nlevel=ERROR msg=forged and much more t"`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
	if text := (signin.Refusal{Why: signin.Declined}).Error(); text != "sign-in refused: declined" {
		t.Error(text)
	}
}
