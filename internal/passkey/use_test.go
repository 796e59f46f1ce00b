package passkey_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/passkey"
)

func TestSignedIn(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, d := member(t, p, 7)
	for i := range 3 {
		d.Count++
		options, session := begin(t, p.SignIn)
		account, used, err := p.SignedIn(session, d.Get(t, options), known(o))
		if err != nil || account != o.ID || used.ID != o.Keys[0].ID || used.Data == o.Keys[0].Data {
			t.Fatalf("sign-in %d: account %s, key %+v, %v", i, account, used, err)
		}
		o.Keys[0] = used
	}
}

// Keys that live on several devices do not count.
func TestSignedInWithoutCount(t *testing.T) {
	t.Parallel()
	p := site(t, "http://localhost:4545")
	o := passkey.Owner{ID: id.New(), Name: "c", Display: "C"}
	d := newDevice(o.ID)
	d.RP, d.Origin = "localhost", "http://localhost:4545"
	d.Flags |= protocol.FlagBackupEligible
	options, session := begin(t, func() ([]byte, string, error) { return p.Register(o) })
	key, err := p.Registered(o, session, d.Create(t, options))
	if err != nil {
		t.Fatal(err)
	}
	o.Keys = []passkey.Key{key}
	for range 2 {
		options, session := begin(t, p.SignIn)
		if o.Keys[0], err = second(p.SignedIn(session, d.Get(t, options), known(o))); err != nil {
			t.Fatal(err)
		}
		d.Flags |= protocol.FlagBackupState // copied meanwhile, as it may be
	}
}

func second(_ string, key passkey.Key, err error) (passkey.Key, error) { return key, err }

// badly are devices whose answers no ceremony takes.
var badly = map[string]func(*device){
	"wrong origin":        func(d *device) { d.Origin = "https://evil.example" },
	"origin of a part":    func(d *device) { d.Origin = "https://www.partant.example" },
	"another port":        func(d *device) { d.Origin += ":8443" },
	"plain http":          func(d *device) { d.Origin = "http://partant.example" },
	"wrong site":          func(d *device) { d.RP = "evil.example" },
	"not verified":        func(d *device) { d.Flags &^= protocol.FlagUserVerified },
	"nobody there":        func(d *device) { d.Flags &^= protocol.FlagUserPresent },
	"count goes back":     func(d *device) { d.Count = 4 },
	"count stands still":  func(d *device) { d.Count = 5 },
	"count is dropped":    func(d *device) { d.Count = 0 },
	"can be copied now":   func(d *device) { d.Flags |= protocol.FlagBackupEligible },
	"another private key": func(d *device) { d.Key = newDevice("").Key },
	"in another page":     func(d *device) { d.CrossOrigin = true },
	"made, not used":      func(d *device) { d.Kind = protocol.CreateCeremony },
	"an unknown key":      func(d *device) { *d = *newDevice(string(d.Account)) },
	"a stranger's key":    func(d *device) { d.Account = []byte(id.New()) },
}

func TestSignedInRefuses(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, owned := member(t, p, 5)
	other, _ := member(t, p, 5)
	tries := map[string]func(*device){
		"another's account":    func(d *device) { d.Account = []byte(other.ID) },
		"no account":           func(d *device) { d.Account = nil },
		"strange account":      func(d *device) { d.Account = []byte("'; --\x00\xff") },
		"account in capitals":  func(d *device) { d.Account = []byte(strings.ToUpper(o.ID)) },
		"very long account id": func(d *device) { d.Account = []byte(strings.Repeat(o.ID, 100)) },
	}
	for name, spoil := range badly {
		tries[name] = spoil
	}
	for name, spoil := range tries {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := *owned
			d.Count++
			spoil(&d)
			options, session := begin(t, p.SignIn)
			account, used, err := p.SignedIn(session, d.Get(t, options), known(o, other))
			if !errors.Is(err, fault.Forbidden) || account != "" && err == nil || used != (passkey.Key{}) {
				t.Errorf("account %q, key %+v, %v", account, used, err)
			}
		})
	}
}

func TestAnAnswerIsGoodForOneSession(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, d := member(t, p, 5)
	d.Count++
	options, session := begin(t, p.SignIn)
	answer := d.Get(t, options)
	used, err := second(p.SignedIn(session, answer, known(o)))
	if err != nil {
		t.Fatal(err)
	}

	_, later := begin(t, p.SignIn)
	if _, _, err := p.SignedIn(later, answer, known(o)); !errors.Is(err, fault.Forbidden) {
		t.Errorf("replayed in a later session: %v", err)
	}
	kept := o
	kept.Keys = []passkey.Key{used}
	if _, _, err := p.SignedIn(session, answer, known(kept)); !errors.Is(err, fault.Forbidden) {
		t.Errorf("replayed in the same session, with the count kept: %v", err)
	}
	_, confirm := begin(t, func() ([]byte, string, error) { return p.Confirm(o) })
	if _, err := p.Confirmed(o, confirm, answer); !errors.Is(err, fault.Forbidden) {
		t.Errorf("replayed as a confirmation: %v", err)
	}
	if _, err := p.Confirmed(o, session, answer); !errors.Is(err, fault.Invalid) {
		t.Errorf("session of a sign-in as one of a confirmation: %v", err)
	}
	if _, _, err := p.SignedIn(confirm, answer, known(o)); !errors.Is(err, fault.Invalid) {
		t.Errorf("session of a confirmation as one of a sign-in: %v", err)
	}
	for _, none := range []string{"", "x", "{}", "null", `{"act":"confirm"}`} {
		if _, _, err := p.SignedIn(none, answer, known(o)); !errors.Is(err, fault.Invalid) {
			t.Errorf("session %q: %v", none, err)
		}
	}
	if _, _, err := p.SignedIn(`{"act":"sign-in"}`, answer, known(o)); !errors.Is(err, fault.Forbidden) {
		t.Errorf("a session without challenge: %v", err)
	}
}

func TestFindMayFail(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, d := member(t, p, 5)
	for find, want := range map[error]error{fault.NotFound: fault.Forbidden, fault.Gone: fault.Forbidden, fault.Unavailable: fault.Unavailable} {
		options, session := begin(t, p.SignIn)
		_, _, err := p.SignedIn(session, d.Get(t, options), func(account string) (passkey.Owner, error) {
			if account != o.ID {
				t.Errorf("asked for %q", account)
			}
			return passkey.Owner{}, find
		})
		if !errors.Is(err, want) || want == fault.Unavailable && errors.Is(err, fault.Forbidden) {
			t.Errorf("%v becomes %v", find, err)
		}
	}
	// An owner that was not asked for is not let in.
	other, _ := member(t, p, 5)
	options, session := begin(t, p.SignIn)
	if _, _, err := p.SignedIn(session, d.Get(t, options), func(string) (passkey.Owner, error) { return other, nil }); !errors.Is(err, fault.Forbidden) {
		t.Errorf("another owner: %v", err)
	}
}

func TestConfirmed(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, d := member(t, p, 5)
	phone, _ := member(t, p, 1)
	o.Keys = append(o.Keys, phone.Keys...) // a second one, not used here
	for name, handle := range map[string][]byte{"a device that names the account": []byte(o.ID), "one that does not": nil} {
		d.Count++
		d.Account = handle
		options, session := begin(t, func() ([]byte, string, error) { return p.Confirm(o) })
		used, err := p.Confirmed(o, session, d.Get(t, options))
		if err != nil || used.ID != o.Keys[0].ID || used.Data == o.Keys[0].Data {
			t.Errorf("%s: key %+v, %v", name, used, err)
		}
		o.Keys[0] = used
	}
}

func TestConfirmedRefuses(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, owned := member(t, p, 5)
	for name, spoil := range badly {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := *owned
			d.Count++
			spoil(&d)
			options, session := begin(t, func() ([]byte, string, error) { return p.Confirm(o) })
			if used, err := p.Confirmed(o, session, d.Get(t, options)); !errors.Is(err, fault.Forbidden) {
				t.Errorf("key %+v, %v", used, err)
			}
		})
	}
	if _, _, err := p.Confirm(passkey.Owner{ID: id.New()}); !errors.Is(err, fault.NotFound) {
		t.Errorf("an owner without key: %v", err)
	}
}

func TestConfirmedIsForItsOwner(t *testing.T) {
	t.Parallel()
	p := site(t, origin)
	o, _ := member(t, p, 5)
	other, theirs := member(t, p, 5)
	theirs.Count++
	options, session := begin(t, func() ([]byte, string, error) { return p.Confirm(o) })
	answer := theirs.Get(t, options)
	if _, err := p.Confirmed(o, session, answer); !errors.Is(err, fault.Forbidden) {
		t.Errorf("with another's key: %v", err)
	}
	if _, err := p.Confirmed(other, session, answer); !errors.Is(err, fault.Forbidden) {
		t.Errorf("for another: %v", err)
	}
	gone := o
	gone.Keys = nil
	if _, err := p.Confirmed(gone, session, answer); !errors.Is(err, fault.Forbidden) {
		t.Errorf("after the key was taken away: %v", err)
	}
}
