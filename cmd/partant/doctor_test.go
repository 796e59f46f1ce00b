package main

import (
	"path/filepath"
	"strings"
	"testing"

	"partant/internal/mail/mailtest"
)

func TestDoctorSendsALetter(t *testing.T) {
	plainly(t)
	t.Setenv("PARTANT_ADDR", "127.0.0.1:0") // some port is free
	s := mailtest.Start(t)
	data, to := "--data="+filepath.Join(t.TempDir(), "data"), "--mail=claude@exemple.invalid"
	if got := ask(t, "doctor", data); got.code != 0 || !strings.Contains(got.out, "advice There is no mail server (PARTANT_SMTP)") {
		t.Errorf("without a mail server: %+v", got)
	}
	if got := ask(t, "doctor", data, to); got.code != 0 || !strings.Contains(got.out, "advice The letter was written to ") {
		t.Errorf("to the folder: %+v", got)
	}
	t.Setenv("PARTANT_SMTP", s.URL())
	if got := ask(t, "doctor", data); got.code != 0 || !strings.Contains(got.out, "ok     Letters go out through "+s.Addr) || len(s.Received()) > 0 {
		t.Errorf("with a mail server: %+v, %d letters", got, len(s.Received()))
	}
	if got := ask(t, "doctor", data, to); got.code != 0 || !strings.Contains(got.out, "ok     The mail server "+s.Addr+" took a letter") || len(s.Received()) != 1 {
		t.Errorf("to the server: %+v, %d letters", got, len(s.Received()))
	}
	s.Misbehave(mailtest.Faults{Refuse: []string{"claude@exemple.invalid"}})
	if got := ask(t, "doctor", data, to); got.code != exitFailed || !strings.Contains(got.out, "WRONG  The letter to \"claude@exemple.invalid\" was refused") ||
		got.err != "partant: the letter was not sent\n" {
		t.Errorf("refused: %+v", got)
	}
	if got := ask(t, "doctor", data, "--mail"); got.code != exitUsage {
		t.Errorf("to nobody: %+v", got)
	}
	if got := ask(t, "doctor", data, to, "--smtp=here"); got.code != exitFailed || !strings.Contains(got.out, "WRONG  A setting is wrong: --smtp") ||
		!strings.HasPrefix(got.err, "partant: the site does not work as it should") {
		t.Errorf("with a wrong setting: %+v", got)
	}
}

// What stands wrongly in the environment is what the doctor is asked about: a finding, not a wrong use.
func TestDoctorOnTheEnvironment(t *testing.T) {
	for variable, tt := range map[string]struct{ value, says, also string }{
		"PARTANT_SEARCH_KEY_FILE": {"/nope", "A setting cannot be read: PARTANT_SEARCH_KEY_FILE: open /nope", "325 communes"},
		"PARTANT_SEARCH_PATIENCE": {"soon", "A setting is wrong: --search-patience: ", ""},
		"PARTANT_LOG_FORMAT":      {"xml", "A setting is wrong: --log-format must be one of", ""},
		"PARTANT_ADDR":            {"nowhere", "A setting is wrong: --addr", ""},
	} {
		t.Run(variable, func(t *testing.T) {
			plainly(t)
			t.Setenv("PARTANT_ADDR", "127.0.0.1:0") // some port is free
			t.Setenv(variable, tt.value)
			got := ask(t, "doctor", "--data", filepath.Join(t.TempDir(), "data"))
			if got.code != exitFailed || strings.Count(got.out, "WRONG") != 1 || !strings.Contains(got.out, "WRONG  "+tt.says) || !strings.Contains(got.out, tt.also) {
				t.Errorf("%+v, want %s", got, tt.says)
			}
			if other := ask(t, "admin", "list"); other.code != exitUsage {
				t.Errorf("admin list: %+v", other)
			}
		})
	}
	for _, args := range [][]string{{"doctor", "--dance"}, {"doctor", "now"}, {"doctor", "--search-patience", "soon"}} {
		if got := ask(t, args...); got.code != exitUsage || got.out != "" {
			t.Errorf("%s: %+v, want a wrong use", args, got)
		}
	}
}
