package passkey_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/passkey"
)

// garbage is what no browser sends.
var garbage = []string{
	"", "null", "[]", "{}", `""`, "{", "\xff\xfe", strings.Repeat("[", 100_000), strings.Repeat(" ", 1<<20),
	`{"id":"AA","rawId":"AA","type":"public-key"}`,
	`{"id":"AA","rawId":"AA","type":"public-key","response":{}}`,
	`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"","authenticatorData":"","signature":""}}`,
	`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"v_______","authenticatorData":"AAAA","signature":"AA"}}`,
	`{"id":7,"rawId":{},"type":[],"response":"x"}`,
}

func TestGarbageIsInvalid(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, d := member(t, p, 5)
	options, register := begin(t, func() ([]byte, string, error) { return p.Register(o) })
	made := d.Create(t, options)
	options, signIn := begin(t, p.SignIn)
	got := d.Get(t, options)
	_, confirm := begin(t, func() ([]byte, string, error) { return p.Confirm(o) })

	long := strings.Repeat(" ", 40<<10)
	for _, answer := range append(garbage, string(got), string(made)+long, string(made)+"x", string(made[:len(made)/2])) {
		if _, err := p.Registered(o, register, []byte(answer)); !errors.Is(err, fault.Invalid) {
			t.Errorf("registered by %.100q: %v", answer, err)
		}
	}
	for _, answer := range append(garbage, string(made), string(got)+long, string(got)+"x", string(got[:len(got)/2])) {
		if _, _, err := p.SignedIn(signIn, []byte(answer), nobody); !errors.Is(err, fault.Invalid) {
			t.Errorf("signed in by %.100q: %v", answer, err)
		}
		if _, err := p.Confirmed(o, confirm, []byte(answer)); !errors.Is(err, fault.Invalid) {
			t.Errorf("confirmed by %.100q: %v", answer, err)
		}
	}
}

// fuzzed returns a site, an owner, and the answers of a device to other sessions than those that are tried: none of
// them, and nothing made of them, may pass.
func fuzzed(f *testing.F) (p *passkey.Passkeys, o passkey.Owner, made, got []byte) {
	p = site(f, origin)
	o, d := member(f, p, 5)
	d.Count++
	options, _ := begin(f, func() ([]byte, string, error) { return p.Register(o) })
	made = newDevice(o.ID).Create(f, options)
	options, _ = begin(f, p.SignIn)
	return p, o, made, d.Get(f, options)
}

// pieces adds answers whose binary parts the fuzzer would hardly reach through base64url and JSON.
func pieces(f *testing.F, answer []byte) {
	f.Add(answer)
	var whole map[string]any
	if err := json.Unmarshal(answer, &whole); err != nil {
		f.Fatal(err)
	}
	response := whole["response"].(map[string]any)
	for name, value := range response {
		text := value.(string)
		for _, piece := range []string{"", text[:len(text)/4*2], text + text, strings.Repeat("_", len(text)), strings.Repeat("A", len(text))} {
			response[name] = piece
			changed, err := json.Marshal(whole)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(changed)
		}
		response[name] = value
	}
	for _, s := range garbage {
		f.Add([]byte(s))
	}
}

func wrong(err error) bool { return errors.Is(err, fault.Forbidden) || errors.Is(err, fault.Invalid) }

func FuzzRegistered(f *testing.F) {
	p, o, made, _ := fuzzed(f)
	pieces(f, made)
	_, session := begin(f, func() ([]byte, string, error) { return p.Register(o) })
	f.Fuzz(func(t *testing.T, answer []byte) {
		if key, err := p.Registered(o, session, answer); !wrong(err) {
			t.Errorf("key %+v, %v", key, err)
		}
	})
}

func FuzzSignedIn(f *testing.F) {
	p, o, _, got := fuzzed(f)
	pieces(f, got)
	_, session := begin(f, p.SignIn)
	_, confirm := begin(f, func() ([]byte, string, error) { return p.Confirm(o) })
	f.Fuzz(func(t *testing.T, answer []byte) {
		find := func(account string) (passkey.Owner, error) {
			if !id.Valid(account) {
				t.Errorf("asked for %q", account)
			}
			return known(o)(account)
		}
		if account, key, err := p.SignedIn(session, answer, find); !wrong(err) {
			t.Errorf("account %q, key %+v, %v", account, key, err)
		}
		if key, err := p.Confirmed(o, confirm, answer); !wrong(err) {
			t.Errorf("key %+v, %v", key, err)
		}
	})
}
