package main

import (
	"path/filepath"
	"strings"
	"testing"

	"partant/internal/mail/mailtest"
)

func TestDoctorSendsALetter(t *testing.T) {
	plainly(t)
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
		got.err != "partant: the site cannot work like this\n" {
		t.Errorf("with a wrong setting: %+v", got)
	}
}
