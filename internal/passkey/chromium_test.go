package passkey_test

import (
	"encoding/json"
	"os"
	"testing"

	"partant/internal/passkey"
)

// half is the session of a ceremony, what Chromium answered by way of public/js/passkey.js, and the key that was kept.
type half struct{ Session, Answer, Key string }

// What Chromium 156 and its virtual device sent, and what was stored then, is understood for ever: keys outlive
// versions of the library.
func TestChromium(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/chromium.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Base, Account     string
		Register, Confirm half
		SignIn            half `json:"sign-in"`
	}
	if err := json.Unmarshal(raw, &recorded); err != nil {
		t.Fatal(err)
	}
	p, o := site(t, recorded.Base), passkey.Owner{ID: recorded.Account}

	made, err := p.Registered(o, recorded.Register.Session, []byte(recorded.Register.Answer))
	if err != nil || made.Data != recorded.Register.Key {
		t.Fatalf("registered %+v, %v", made, err)
	}
	o.Keys = []passkey.Key{{ID: made.ID, Data: recorded.Register.Key}}
	account, used, err := p.SignedIn(recorded.SignIn.Session, []byte(recorded.SignIn.Answer), known(o))
	if err != nil || account != o.ID || used.Data != recorded.SignIn.Key {
		t.Fatalf("account %q, key %+v, %v", account, used, err)
	}
	o.Keys[0].Data = recorded.SignIn.Key
	if used, err = p.Confirmed(o, recorded.Confirm.Session, []byte(recorded.Confirm.Answer)); err != nil || used.Data != recorded.Confirm.Key {
		t.Fatalf("key %+v, %v", used, err)
	}
}
