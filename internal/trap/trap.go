// Package trap tells programs that fill the forms of visitors from people, without asking anything of people and
// without telling anybody else: a field that nobody sees stays empty, and nobody fills a form within three seconds.
package trap

import (
	"context"
	"crypto/hmac"
	"strconv"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
)

// The form fields of the trap. FieldBait is the one that nobody sees, and the key of fault.Fields.
const (
	FieldBait = "site_web"
	FieldKey  = "preuve"
)

// How long people take to fill a form.
const (
	soonest = 3 * time.Second
	latest  = 24 * time.Hour
)

// Trap signs and checks the keys of forms. Every copy of the program has the same secret.
type Trap struct {
	secret []byte
	now    clock.Clock
}

// Secrets keeps what all copies of the program share.
type Secrets interface {
	// Secret returns what is kept under a name. When nothing is, it keeps what is offered and returns that.
	Secret(ctx context.Context, name, offered string) (string, error)
}

// Open returns a Trap whose secret is kept by the store. It is drawn the first time.
func Open(ctx context.Context, secrets Secrets, now clock.Clock) (*Trap, error) {
	secret, err := secrets.Secret(ctx, "formulaires", id.Secret())
	return New(secret, now), err
}

// New returns a Trap with a secret.
func New(secret string, now clock.Clock) *Trap { return &Trap{secret: []byte(secret), now: now} }

// Key returns what a form of that name carries that is drawn now.
func (t *Trap) Key(form string) string {
	at := strconv.FormatInt(t.now().UnixMilli(), 36)
	return at + "." + t.sign(form, at)
}

func (t *Trap) sign(form, at string) string {
	return id.Mark(t.secret, form, at)
}

// Seal returns the word that opens a link which was written to somebody: of says to whom, and for what. Who does not have it cannot make it.
func (t *Trap) Seal(of string) string { return t.sign("lien", of) }

// Fits reports whether a word is the Seal of something.
func (t *Trap) Fits(of, word string) bool { return hmac.Equal([]byte(word), []byte(t.Seal(of))) }

// Check returns nil for a form that somebody seems to have filled, else fault.Fields with what to tell them: a person who
// was caught sends it once more. keep is the key that the form shown again carries: the same while it is good, so that
// time goes on.
func (t *Trap) Check(form, key, bait string) (keep string, err error) {
	age, genuine := t.age(form, key)
	switch {
	case !genuine || age > latest:
		return t.Key(form), fault.Fields{FieldBait: "Cette page était ouverte depuis trop longtemps. Relisez, puis envoyez à nouveau."}
	case bait != "":
		return key, Taken(bait)
	case age < soonest:
		return key, fault.Fields{FieldBait: "C'est allé très vite ! Relisez un instant, puis envoyez à nouveau."}
	}
	return key, nil
}

// Taken returns fault.Fields when something is in the field that nobody sees: all that is asked of a form that people may
// well send at once, since their browser fills it.
func Taken(bait string) error {
	if bait == "" {
		return nil
	}
	return fault.Fields{FieldBait: "Un champ que personne ne voit a été rempli, sans doute par votre navigateur. Nous l'avons vidé : envoyez à nouveau."}
}

// age is how long ago a key was made, and whether it is one of ours for that form.
func (t *Trap) age(form, key string) (age time.Duration, genuine bool) {
	at, signature, _ := strings.Cut(key, ".")
	if !hmac.Equal([]byte(signature), []byte(t.sign(form, at))) {
		return 0, false
	}
	ms, err := strconv.ParseInt(at, 36, 64)
	return t.now().Sub(time.UnixMilli(ms)), err == nil
}
