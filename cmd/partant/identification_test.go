package main

import (
	"strings"
	"testing"
	"time"

	"partant/internal/identification"
)

// A key is drawn, the site gets one half, and the other half opens what an authority asks for.
func TestIdentification(t *testing.T) {
	plainly(t)
	dir := t.TempDir()
	data := "--data=" + dir
	drawn := ask(t, "identification", "key")
	setting, private, two := strings.Cut(strings.TrimSpace(drawn.out), "\n")
	public, named := strings.CutPrefix(setting, "PARTANT_IDENTIFICATION_KEY=")
	if drawn.code != 0 || !two || !named || !strings.HasPrefix(private, "partant-private-") || !strings.Contains(drawn.err, "not printed again") {
		t.Fatalf("%+v", drawn)
	}
	if again := ask(t, "identification", "key"); again.out == drawn.out {
		t.Error("two keys are the same")
	}
	signUp(t, dir, "jeanne@exemple.invalid")
	t.Setenv("PARTANT_IDENTIFICATION_KEY", public)
	if got := ask(t, "config", data); got.code != 0 || strings.Contains(got.out, public) {
		t.Errorf("%+v", got)
	}
	if got := ask(t, "doctor", data); !strings.Contains(got.out, "ok     Who writes is kept for an authority, sealed") {
		t.Errorf("%+v", got)
	}
	got := askWith(t, private+"\n", "identification", "open", "--email", "Jeanne@exemple.invalid", data)
	if got.code != 0 || got.err != "" || !strings.HasPrefix(got.out, "open account ") || !strings.Contains(got.out, "<jeanne@exemple.invalid>, since ") {
		t.Errorf("%+v", got)
	}
	for _, tt := range []struct{ in, of, says string }{
		{private, "--email=jean@exemple.invalid", "nothing is kept of them"},
		{private, "--page=maison-jeanne", "nothing is kept of them"},
		{public, "--email=jeanne@exemple.invalid", "not the private half of a key"},
		{"", "--email=jeanne@exemple.invalid", "not the private half of a key"},
	} {
		if got := askWith(t, tt.in, "identification", "open", tt.of, data); got.code != exitFailed || !strings.Contains(got.err, tt.says) || strings.Contains(got.err, "partant-private-") {
			t.Errorf("%s: %+v", tt.of, got)
		}
	}
	if got := askWith(t, private, "identification", "open", "--email=a@b.fr", "--page=x", data); got.code != exitUsage {
		t.Errorf("%+v", got)
	}
}

// An entry is one line, whatever it holds.
func TestLineOfAnEntry(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	full := identification.Entry{Account: "a-1", Kind: identification.Identity, At: at, Event: identification.Closed, Name: "Zoé", Emails: []string{"z@exemple.invalid", "y@exemple.invalid"},
		Created: at, Terms: at, By: []string{"openid 7"}, Pages: []string{"zoe"}, Address: "192.0.2.7", Agent: "Navigateur"}
	if got := line(full); got != "2026-11-23T12:00:00Z · closed · account: a-1 · name: Zoé · e-mail: z@exemple.invalid, y@exemple.invalid · created: 2026-11-23T12:00:00Z · "+
		"terms accepted: 2026-11-23T12:00:00Z · known elsewhere as: openid 7 · pages: zoe · address: 192.0.2.7 · browser: Navigateur" {
		t.Error(got)
	}
}
