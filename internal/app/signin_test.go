package app_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/config"
	"partant/internal/fault"
	"partant/internal/signin"
	"partant/internal/testrig"
)

func TestProvidersOfferedAreThoseOfTheConfiguration(t *testing.T) {
	t.Parallel()
	client := config.Client{ID: "i", Secret: "s"}
	cfg := small(t.TempDir())
	cfg.Search = config.SearchOff
	for _, tt := range []struct {
		edit func()
		want []signin.Offer
	}{
		{func() {}, nil},
		{func() { cfg.Google.ID, cfg.OIDC.Issuer = "i", "https://id.example" }, nil},
		{func() { cfg.Google = client }, []signin.Offer{{Key: "google", Label: "Google"}}},
		{func() {
			cfg.LinkedIn, cfg.Facebook = client, client
			cfg.ProConnect = config.ProConnect{Issuer: "https://id.example", ID: "i", Secret: "s"}
			cfg.OIDC = config.OIDC{Issuer: "https://id.example", ID: "i", Secret: "s", Label: "La CCI"}
		}, []signin.Offer{{Key: "linkedin", Label: "LinkedIn"}, {Key: "google", Label: "Google"}, {Key: "facebook", Label: "Facebook"},
			{Key: "proconnect", Label: "ProConnect"}, {Key: "openid", Label: "La CCI"}}},
	} {
		tt.edit()
		a := open(t, cfg)
		if diff := cmp.Diff(tt.want, a.SignIn.Offered()); diff != "" {
			t.Error(diff)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}

// On either store an attempt is kept that the provider's answer finds again, and the site starts without the provider.
func TestSignInIsWired(t *testing.T) {
	t.Parallel()
	idp := testrig.StartOpenID(t)
	for name, store := range map[string]string{"sqlite": "", "mongo": testrig.Mongo(t)} {
		t.Run(name, func(t *testing.T) {
			cfg := small(t.TempDir())
			cfg.Search, cfg.Store = config.SearchOff, store
			cfg.OIDC = config.OIDC{Issuer: idp.Issuer, ID: testrig.OpenIDClient, Secret: testrig.OpenIDSecret}
			a := open(t, cfg)
			defer a.Close()
			secret, _, err := a.SignIn.Begin(t.Context(), "openid", "/", "")
			if err != nil {
				t.Fatal(err)
			}
			if err := a.SignIn.Sweep(t.Context()); err != nil {
				t.Error(err)
			}
			_, _, err = a.SignIn.Finish(t.Context(), secret, "openid", nil)
			if r := (signin.Refusal{}); !errors.As(err, &r) || r.Why != signin.Forged {
				t.Errorf("an answer without a state: %v", err)
			}
			if _, _, err = a.SignIn.Finish(t.Context(), secret, "openid", nil); !errors.Is(err, fault.NotFound) {
				t.Errorf("a second answer: %v", err)
			}
		})
	}
}
