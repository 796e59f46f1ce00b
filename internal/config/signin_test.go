package config_test

import (
	"errors"
	"strings"
	"testing"

	"partant/internal/config"
	"partant/internal/fault"
)

var both = config.Client{ID: "i", Secret: "s3cret"}

func TestCheckSignIn(t *testing.T) {
	t.Parallel()
	oidc := func(issuer string) func(*config.Config) {
		return func(c *config.Config) { c.OIDC = config.OIDC{Issuer: issuer, ID: "i", Secret: "s3cret"} }
	}
	for name, tt := range map[string]struct {
		edit func(*config.Config)
		says string // empty: nothing is wrong
	}{
		"none":               {func(*config.Config) {}, ""},
		"three":              {func(c *config.Config) { c.LinkedIn, c.Google, c.Facebook = both, both, both }, ""},
		"no secret":          {func(c *config.Config) { c.LinkedIn.ID = "i" }, "--linkedin-id and --linkedin-secret go together"},
		"no id":              {func(c *config.Config) { c.Google.Secret = "s3cret" }, "--google-id and --google-secret go together"},
		"no id either":       {func(c *config.Config) { c.Facebook.Secret = "s3cret" }, "--facebook-id and --facebook-secret go together"},
		"issuer":             {oidc("https://id.example/realms/x"), ""},
		"issuer of a laptop": {oidc("http://127.0.0.1:8080"), ""},
		"issuer, localhost":  {oidc("http://localhost:8080/"), ""},
		"issuer in clear":    {oidc("http://id.example"), `--oidc-issuer "http://id.example": want https`},
		"issuer, no scheme":  {oidc("id.example"), `--oidc-issuer "id.example"`},
		"issuer, a question": {oidc("https://id.example/?a=b"), "--oidc-issuer"},
		"issuer, a user":     {oidc("https://me@id.example"), "--oidc-issuer"},
		"issuer alone":       {func(c *config.Config) { c.OIDC.Issuer = "https://id.example" }, "--oidc-issuer, --oidc-id and --oidc-secret go together"},
		"no issuer":          {func(c *config.Config) { c.ProConnect.ID, c.ProConnect.Secret = "i", "s3cret" }, "--proconnect-issuer, --proconnect-id"},
		"half of ProConnect": {func(c *config.Config) { c.ProConnect.Issuer, c.ProConnect.ID = "https://a.example", "i" }, "--proconnect-issuer, --proconnect-id"},
		"ProConnect in clear": {func(c *config.Config) {
			c.ProConnect = config.ProConnect{Issuer: "http://a.example", ID: "i", Secret: "s3cret"}
		}, "--proconnect-issuer"},
	} {
		c := good()
		tt.edit(&c)
		err := c.Check()
		if tt.says == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if tt.says != "" && (!errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%s: %v, want an Invalid that says %s", name, err, tt.says)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v tells a secret", name, err)
		}
	}
}

func TestHalfAProviderIsNotOffered(t *testing.T) {
	t.Parallel()
	if !both.Set() || (config.Client{ID: "i"}).Set() || (config.Client{Secret: "s"}).Set() {
		t.Error("a client needs both")
	}
	whole := config.OIDC{Issuer: "https://a.example", ID: "i", Secret: "s"}
	if !whole.Set() || !(config.ProConnect{Issuer: whole.Issuer, ID: "i", Secret: "s"}).Set() {
		t.Error("three are enough")
	}
	for _, o := range []config.OIDC{{ID: "i", Secret: "s", Label: "l"}, {Issuer: "https://a.example", Secret: "s"}, {Issuer: "https://a.example", ID: "i"}} {
		if o.Set() || (config.ProConnect{Issuer: o.Issuer, ID: o.ID, Secret: o.Secret}).Set() {
			t.Errorf("%+v is not whole", o)
		}
	}
}

func TestSecretsOfProvidersAreMasked(t *testing.T) {
	t.Parallel()
	c := good()
	c.LinkedIn, c.Google, c.Facebook = both, both, both
	c.ProConnect.Secret, c.OIDC.Secret = "s3cret", "s3cret"
	for _, s := range c.Settings() {
		if strings.Contains(s.Value, "s3cret") {
			t.Errorf("%s is shown as %s", s.Variable, s.Value)
		}
	}
	if got := value(t, c, "PARTANT_GOOGLE_ID"); got != "i" {
		t.Errorf("the identifier is no secret: %q", got)
	}
}
