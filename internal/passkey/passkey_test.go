package passkey_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/passkey"
)

func TestWherePasskeysAre(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]bool{
		origin: true, "https://partant.example:8443": true, "https://Partant.Example": true, "http://localhost:4545": true, "http://localhost": true, "https://localhost": true,
		"http://partant.example": false, "http://192.168.1.5:4545": false, "https://192.168.1.5": false, "https://[::1]": false, "http://127.0.0.1:4545": false,
		"https://partant": false, "https://orléans.example": false, "ftp://partant.example": false, "https://": false, "partant.example": false, "": false,
	} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		p, err := passkey.New(u, "Partant Loiret")
		if (err == nil) != want || (p != nil) != want || err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", base, err)
		}
	}
	if _, err := passkey.New(&url.URL{Scheme: "https", Host: "partant.example"}, ""); !errors.Is(err, fault.Invalid) {
		t.Errorf("a site without name: %v", err)
	}
}

// shown is the part of options that matters here.
type shown struct {
	PublicKey json.RawMessage
	Challenge string
	Timeout   int
	Rp        struct{ ID, Name string }
	User      struct{ ID, Name, DisplayName string }
	Selection struct {
		ResidentKey, UserVerification string
		RequireResidentKey            bool
	} `json:"authenticatorSelection"`
	Attestation, RpID, UserVerification  string
	ExcludeCredentials, AllowCredentials []struct{ ID, Type string }
}

func parsed(t *testing.T, options []byte) (s shown) {
	t.Helper()
	if err := json.Unmarshal(options, &s); err != nil {
		t.Fatal(err)
	}
	if raw, err := base64.RawURLEncoding.DecodeString(s.Challenge); err != nil || len(raw) < 16 {
		t.Errorf("challenge %q: %v", s.Challenge, err)
	}
	if s.PublicKey != nil || s.Timeout != 300_000 {
		t.Errorf("options %s", options)
	}
	return s
}

func TestOptions(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, _ := member(t, p, 0)

	options, session := begin(t, func() ([]byte, string, error) { return p.Register(o) })
	s := parsed(t, options)
	if s.Attestation != "none" || !s.Selection.RequireResidentKey || s.Selection.ResidentKey != "required" || s.Selection.UserVerification != "required" {
		t.Errorf("options %s", options)
	}
	if diff := cmp.Diff([]string{"partant.example", "Partant Loiret", o.Name, o.Display, base64.RawURLEncoding.EncodeToString([]byte(o.ID))},
		[]string{s.Rp.ID, s.Rp.Name, s.User.Name, s.User.DisplayName, s.User.ID}); diff != "" {
		t.Error(diff)
	}
	if len(s.ExcludeCredentials) != 1 || s.ExcludeCredentials[0].ID != o.Keys[0].ID || s.ExcludeCredentials[0].Type != "public-key" {
		t.Errorf("a second key may be made on the same device: %s", options)
	}
	if again, session2 := begin(t, func() ([]byte, string, error) { return p.Register(o) }); session2 == session || parsed(t, again).Challenge == s.Challenge {
		t.Error("the same challenge twice")
	}

	options, _ = begin(t, p.SignIn)
	if s := parsed(t, options); s.RpID != "partant.example" || s.UserVerification != "required" || len(s.AllowCredentials) > 0 {
		t.Errorf("options %s", options)
	}
	options, _ = begin(t, func() ([]byte, string, error) { return p.Confirm(o) })
	if s := parsed(t, options); s.RpID != "partant.example" || s.UserVerification != "required" || len(s.AllowCredentials) != 1 || s.AllowCredentials[0].ID != o.Keys[0].ID {
		t.Errorf("options %s", options)
	}
}

func TestRegistered(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, d := member(t, p, 0)
	key := o.Keys[0]
	if key.ID != base64.RawURLEncoding.EncodeToString(d.ID) || !json.Valid([]byte(key.Data)) {
		t.Errorf("key %+v", key)
	}
	for _, left := range []string{"clientDataJSON", "object", d.Origin} {
		if strings.Contains(key.Data, left) {
			t.Errorf("what proves the make of the device is kept: %s", key.Data)
		}
	}
	second := newDevice(o.ID)
	options, session := begin(t, func() ([]byte, string, error) { return p.Register(o) })
	if k, err := p.Registered(o, session, second.Create(t, options)); err != nil || k.ID == key.ID {
		t.Errorf("a second device: %+v, %v", k, err)
	}
}

func TestRegisteredRefuses(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	has, holder := member(t, p, 0)
	for name, try := range map[string]struct {
		device  func(*device)
		session func(t *testing.T, session string, o passkey.Owner) string // nil: the one of the options
		want    error
	}{
		"wrong origin":      {device: func(d *device) { d.Origin = "https://evil.example" }, want: fault.Forbidden},
		"origin of a part":  {device: func(d *device) { d.Origin = "https://www.partant.example" }, want: fault.Forbidden},
		"another port":      {device: func(d *device) { d.Origin += ":8443" }, want: fault.Forbidden},
		"plain http":        {device: func(d *device) { d.Origin = "http://partant.example" }, want: fault.Forbidden},
		"no origin":         {device: func(d *device) { d.Origin = "" }, want: fault.Forbidden},
		"wrong site":        {device: func(d *device) { d.RP = "evil.example" }, want: fault.Forbidden},
		"not verified":      {device: func(d *device) { d.Flags &^= protocol.FlagUserVerified }, want: fault.Forbidden},
		"nobody there":      {device: func(d *device) { d.Flags &^= protocol.FlagUserPresent }, want: fault.Forbidden},
		"impossible backup": {device: func(d *device) { d.Flags |= protocol.FlagBackupState }, want: fault.Forbidden},
		"in another page":   {device: func(d *device) { d.CrossOrigin = true }, want: fault.Forbidden},
		"used, not made":    {device: func(d *device) { d.Kind = protocol.AssertCeremony }, want: fault.Forbidden},
		"no id":             {device: func(d *device) { d.ID = nil }, want: fault.Invalid},
		"the same key":      {device: func(d *device) { d.ID = holder.ID }, want: fault.Conflict},
		"another challenge": {session: func(t *testing.T, _ string, o passkey.Owner) string {
			_, s := begin(t, func() ([]byte, string, error) { return p.Register(o) })
			return s
		}, want: fault.Forbidden},
		"another account": {session: func(t *testing.T, _ string, o passkey.Owner) string {
			o.ID = id.New()
			_, s := begin(t, func() ([]byte, string, error) { return p.Register(o) })
			return s
		}, want: fault.Forbidden},
		"session of a sign-in": {session: func(_ *testing.T, s string, _ passkey.Owner) string {
			return strings.Replace(s, "register", "sign-in", 1)
		}, want: fault.Invalid},
		"no session":           {session: func(*testing.T, string, passkey.Owner) string { return "" }, want: fault.Invalid},
		"session cut short":    {session: func(_ *testing.T, s string, _ passkey.Owner) string { return s[:len(s)/2] }, want: fault.Invalid},
		"session without data": {session: func(*testing.T, string, passkey.Owner) string { return `{"act":"register"}` }, want: fault.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDevice(has.ID)
			if try.device != nil {
				try.device(d)
			}
			options, session := begin(t, func() ([]byte, string, error) { return p.Register(has) })
			answer := d.Create(t, options)
			if try.session != nil {
				session = try.session(t, session, has)
			}
			if key, err := p.Registered(has, session, answer); !errors.Is(err, try.want) {
				t.Errorf("key %+v, error %v", key, err)
			}
		})
	}
}

// What was kept badly is no fault of whoever asks.
func TestKeysThatCannotBeRead(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	good, d := member(t, p, 0)
	options, session := begin(t, p.SignIn)
	answer := d.Get(t, options)
	_, confirm := begin(t, func() ([]byte, string, error) { return p.Confirm(good) })
	for _, data := range []string{"", "{", "[]"} {
		o := good
		o.Keys = []passkey.Key{{ID: good.Keys[0].ID, Data: data}}
		_, _, registering := p.Register(o)
		_, _, signedIn := p.SignedIn(session, answer, known(o))
		_, _, confirming := p.Confirm(o)
		_, confirmed := p.Confirmed(o, confirm, answer)
		for _, err := range []error{registering, signedIn, confirming, confirmed} {
			if err == nil || errors.Is(err, fault.Forbidden) || errors.Is(err, fault.Invalid) || errors.Is(err, fault.NotFound) {
				t.Errorf("%q: %v", data, err)
			}
		}
	}
}
