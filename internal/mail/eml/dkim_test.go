package eml_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/mail/eml"
)

// keys makes the private keys that people have, by what they are, in PEM.
func keys(t *testing.T) map[string]crypto.Signer {
	t.Helper()
	small, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]crypto.Signer{"rsa-sha256": small, "ed25519-sha256": edwards}
}

func inPEM(t *testing.T, key crypto.Signer) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long", 12) + ".exemple.invalid"
	for algorithm, key := range keys(t) {
		for _, selector := range []string{"partant", "deux.mots", strings.Repeat("s", 60)} {
			for _, from := range []string{"partant@exemple.invalid", "partant@" + long, "partant@réseau.invalid"} {
				w := writer(t, func(c *eml.Config) {
					c.From.Email, c.DKIM = from, eml.DKIM{Selector: selector, Key: inPEM(t, key)}
				})
				account, bulk, plain := full(), full(), full()
				account.Unsubscribe, plain.HTML = "", ""
				bulk.To.Name, bulk.Subject = strings.Repeat("Long  nom ", 30), strings.Repeat("é à ", 100)
				plain.Text = " Deux  espaces \n\n\n"
				for _, m := range []mail.Message{account, bulk, plain} {
					mustVerify(t, w, m, tags{"a": algorithm, "d": w.Domain(), "s": selector}, key.Public())
				}
			}
		}
	}
}

// tags are the fields of a signature.
type tags map[string]string

// mustVerify checks a signature as RFC 6376 tells a receiver to, and that it would not hold for another letter.
func mustVerify(t *testing.T, w *eml.Writer, m mail.Message, want tags, public crypto.PublicKey) {
	t.Helper()
	written, err := w.Write(m)
	if err != nil {
		t.Fatal(err)
	}
	got, err := verify(written.Content, public)
	if err != nil {
		t.Fatalf("%v in\n%s", err, written.Content)
	}
	want["v"], want["c"], want["t"] = "1", "relaxed/relaxed", fmt.Sprint(now().Unix())
	for tag, value := range want {
		if got[tag] != value {
			t.Errorf("%s is %s, want %s", tag, got[tag], value)
		}
	}
	covered := strings.Split(strings.ToLower(got["h"]), ":")
	for _, line := range []string{"from", "to", "subject", "date", "message-id"} {
		if !slices.Contains(covered, line) {
			t.Errorf("%s is not signed", line)
		}
	}
	for _, line := range []string{"list-unsubscribe", "list-unsubscribe-post"} {
		if m.Unsubscribe != "" && !slices.Contains(covered, line) {
			t.Errorf("%s is not signed", line)
		}
	}
	for _, change := range [][2]string{{"claude@", "jeanne@"}, {"Subject: ", "Subject: x"}, {"08:05:00", "08:05:01"}, {"Deux", "Trois"}, {"/lettres/", "/autres/"}} {
		other := bytes.Replace(written.Content, []byte(change[0]), []byte(change[1]), 1)
		if _, err := verify(other, public); err == nil && !bytes.Equal(other, written.Content) {
			t.Errorf("with %s for %s the signature still holds", change[1], change[0])
		}
	}
}

var (
	spaces    = regexp.MustCompile(`[ \t]+`)
	ends      = regexp.MustCompile(`[ \t]+\r\n`)
	lastTag   = regexp.MustCompile(`([;\s]b=)[^;]*`)
	emptyTail = regexp.MustCompile(`(\r\n)*$`)
)

// relaxed is a line of the header as signatures see it.
func relaxed(line string) string {
	name, value, _ := strings.Cut(line, ":")
	return strings.ToLower(name) + ":" + strings.TrimSpace(spaces.ReplaceAllString(strings.ReplaceAll(value, "\r\n", ""), " "))
}

// verify returns the tags of the signature of a message, or why it does not hold.
func verify(content []byte, public crypto.PublicKey) (tags, error) {
	head, body, _ := strings.Cut(string(content), "\r\n\r\n")
	lines := strings.Split(regexp.MustCompile(`\r\n([^ \t])`).ReplaceAllString(head, "\x00$1"), "\x00")
	got := tags{}
	for _, tag := range strings.Split(strings.TrimPrefix(lines[0], "DKIM-Signature:"), ";") {
		name, value, _ := strings.Cut(tag, "=")
		got[strings.TrimSpace(name)] = strings.NewReplacer("\r\n", "", " ", "", "\t", "").Replace(value)
	}
	body = ends.ReplaceAllString(spaces.ReplaceAllString(body, " "), "\r\n")
	digest := sha256.Sum256([]byte(emptyTail.ReplaceAllString(body, "") + "\r\n"))
	if got["bh"] != base64.StdEncoding.EncodeToString(digest[:]) {
		return got, errors.New("the digest of the body is another")
	}
	var signed strings.Builder
	for _, name := range strings.Split(got["h"], ":") {
		for _, line := range lines[1:] {
			if strings.EqualFold(name, line[:strings.IndexByte(line, ':')]) {
				signed.WriteString(relaxed(line) + "\r\n")
			}
		}
	}
	signed.WriteString(strings.TrimRight(lastTag.ReplaceAllString(relaxed(lines[0]), "$1"), " "))
	return got, check(public, sha256.Sum256([]byte(signed.String())), got["b"])
}

func check(public crypto.PublicKey, digest [sha256.Size]byte, signature string) error {
	b, err := base64.StdEncoding.DecodeString(signature)
	if err != nil {
		return err
	}
	if key, ok := public.(*rsa.PublicKey); ok {
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], b)
	}
	if !ed25519.Verify(public.(ed25519.PublicKey), digest[:], b) {
		return errors.New("the signature is wrong")
	}
	return nil
}

// openssl writes RSA keys in either of two forms.
func TestOlderKeys(t *testing.T) {
	t.Parallel()
	key := keys(t)["rsa-sha256"].(*rsa.PrivateKey)
	older := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	w := writer(t, func(c *eml.Config) { c.DKIM = eml.DKIM{Selector: "partant", Key: bytes.TrimSpace(older)} })
	mustVerify(t, w, full(), tags{"a": "rsa-sha256"}, key.Public())
}

func TestLettersAreSignedAtTheSameTime(t *testing.T) {
	t.Parallel()
	key := keys(t)["ed25519-sha256"]
	w := writer(t, func(c *eml.Config) { c.DKIM = eml.DKIM{Selector: "partant", Key: inPEM(t, key)} })
	failed := make(chan error, 20)
	for range cap(failed) {
		go func() {
			written, err := w.Write(full())
			if err == nil {
				_, err = verify(written.Content, key.Public())
			}
			failed <- err
		}()
	}
	for range cap(failed) {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}

func TestKeysThatAreNone(t *testing.T) {
	t.Parallel()
	good := inPEM(t, keys(t)["ed25519-sha256"])
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: []byte("x")})
	for name, d := range map[string]eml.DKIM{
		"no key": {Selector: "partant"}, "no selector": {Key: good}, "no PEM": {Selector: "partant", Key: []byte("s3cret")},
		"a public key": {Selector: "partant", Key: public}, "cut short": {Selector: "partant", Key: good[:len(good)/2]},
		"a selector of two lines": {Selector: "a\r\nb", Key: good}, "a selector with tags": {Selector: "a; l=0", Key: good},
		"a selector that is long": {Selector: strings.Repeat("abc.", 20), Key: good},
	} {
		_, err := eml.New(eml.Config{From: mail.Address{Email: "partant@exemple.invalid"}, Now: now, DKIM: d})
		if !errors.Is(err, fault.Invalid) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	far := "partant@" + strings.Repeat("long.", 20) + "invalid"
	_, err := eml.New(eml.Config{From: mail.Address{Email: far}, Now: now, DKIM: eml.DKIM{Selector: "partant", Key: good}})
	if !errors.Is(err, fault.Invalid) {
		t.Errorf("a domain that cannot be signed for: %v", err)
	}
}
