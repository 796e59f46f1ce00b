package app_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/mail/mailtest"
)

// tries checks what the doctor says of a letter that it sends, in plain words.
func tries(t *testing.T, cfg config.Config, to, words, judged string) {
	t.Helper()
	got := app.TryMail(t.Context(), cfg, to)
	if says([]app.Finding{got}, words) != judged {
		t.Errorf("to %q it says %+v, want « %s », %s", to, got, words, judged)
	}
	if strings.Contains(got.Say, "unavailable") || strings.Contains(got.Say, "s3cret") || strings.Contains(got.Say, "\n") || strings.Contains(got.Say, "%!") {
		t.Errorf("these are no plain words: %s", got.Say)
	}
}

func TestDoctorSendsALetter(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{Auth: true})
	cfg := small(filepath.Join(t.TempDir(), "data"))
	cfg.SMTP, cfg.BaseURL, cfg.MailFrom = s.URL(), "https://partant.example", "Réseau du Loiret <lettres@partant.example>"
	for range 2 {
		tries(t, cfg, "claude@exemple.invalid", "The mail server "+s.Addr+" took a letter from lettres@partant.example to claude@exemple.invalid", "ok")
	}
	got := s.Received()
	if len(got) != 2 || got[0].ID() == got[1].ID() {
		t.Fatalf("%d letters arrived", len(got))
	}
	l := got[0]
	if l.Wrong != nil || l.From != "lettres@partant.example" || l.To != "claude@exemple.invalid" || l.HTML != "" ||
		l.Subject != "Essai d'envoi de Partant" || !strings.Contains(l.Text, "https://partant.example") {
		t.Errorf("%+v\n%s", l, l.Raw)
	}
	if _, err := os.Stat(cfg.Data); !os.IsNotExist(err) {
		t.Errorf("a letter to a server made a folder: %v", err)
	}
}

func TestDoctorWritesALetter(t *testing.T) {
	t.Parallel()
	cfg := small(t.TempDir())
	tries(t, cfg, "claude@exemple.invalid", "The letter was written to "+filepath.Join(cfg.Data, "outbox", "essai-"), "advice")
	files, err := filepath.Glob(filepath.Join(cfg.Data, "outbox", "essai-*.eml"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if l := mailtest.Parse(raw); l.Wrong != nil || l.From != "partant@localhost" || l.To != "claude@exemple.invalid" {
		t.Errorf("%+v", l)
	}
}

func TestDoctorCannotSendALetter(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{Auth: true})
	cfg := small(t.TempDir())
	cfg.SMTP = s.URL()
	const to = "claude@exemple.invalid"
	for words, f := range map[string]mailtest.Faults{
		"would be refused again: 550 5.1.1 No such user here": {Refuse: []string{to}},
		"would be tried again: mail: " + s.Addr + ": 451":     {Greylist: 1},
		"does not accept our user name and password":          {RefuseAuth: true},
		"could not be handed over":                            {Cut: mailtest.Taken},
		"handed over; a real one":                             {Down: true},
	} {
		s.Misbehave(f)
		tries(t, cfg, to, words, "wrong")
	}
	s.Misbehave(mailtest.Faults{})
	for _, nobody := range []string{"claude", "", "a@b.invalid\r\nRCPT TO:<v@exemple.invalid>"} {
		tries(t, cfg, nobody, "is no e-mail address", "wrong")
	}
	cfg.SMTP = "smtp://me:s3cret@"
	tries(t, cfg, to, "a setting is wrong", "wrong")
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	cfg.SMTP = "smtp://" + ln.Addr().String()
	tries(t, cfg, to, "connection refused", "wrong")
	cfg.SMTP, cfg.Data = "", filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(cfg.Data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tries(t, cfg, to, "cannot be written", "wrong")
	cfg.MailFrom = "a_b@c_d.invalid"
	tries(t, cfg, to, `the sender "a_b@c_d.invalid" is no e-mail address`, "wrong")
}

func TestDoctorOnThePost(t *testing.T) {
	t.Parallel()
	cfg := filled(t)
	must(t, cfg, map[string]string{"only written to the folder " + filepath.Join(cfg.Data, "outbox"): "advice"})
	cfg.SMTP = "smtp://me:s3cret@post.exemple.invalid:587"
	must(t, cfg, map[string]string{"go out through post.exemple.invalid:587, from partant@localhost;": "ok"})
	for _, f := range app.Examine(t.Context(), cfg, slog.New(slog.DiscardHandler)) {
		if strings.Contains(f.Say, "s3cret") {
			t.Errorf("it tells the password: %s", f.Say)
		}
	}
	cfg.DKIMSelector, cfg.DKIMKey = "partant", "-----BEGIN PRIVATE KEY-----\nczNjcmV0\n-----END PRIVATE KEY-----"
	must(t, cfg, map[string]string{"Letters cannot be written: mail: the DKIM key is no private key": "wrong"})
	cfg.DKIMKey = privateKey(t)
	must(t, cfg, map[string]string{"from partant@localhost, signed (DKIM);": "ok"})
}

func privateKey(t *testing.T) string {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// The key of the settings is the one that signs.
func TestDoctorSendsASignedLetter(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	cfg := small(t.TempDir())
	cfg.SMTP, cfg.DKIMSelector, cfg.DKIMKey = s.URL(), "essai", privateKey(t)
	tries(t, cfg, "claude@exemple.invalid", "took a letter", "ok")
	if got := s.Received(); len(got) != 1 || !strings.Contains(got[0].Header.Get("Dkim-Signature"), "d=localhost; s=essai;") {
		t.Errorf("%d letters arrived, not signed", len(got))
	}
}
