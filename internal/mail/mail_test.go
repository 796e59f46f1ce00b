package mail_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/mail"
)

func TestText(t *testing.T) {
	t.Parallel()
	l := mail.Letter{Opening: "Bonjour Claude,", Before: []string{"Voici votre code."}, Code: "123456",
		Action: mail.Action{Label: "Ouvrez ce lien", URL: "https://partant.example/x"}, Quote: "Deux\nlignes",
		After: []string{"À bientôt."}, Unsubscribe: "https://partant.example/stop"}
	want := "Bonjour Claude,\n\nVoici votre code.\n\n    123456\n\nOuvrez ce lien :\nhttps://partant.example/x\n\n> Deux\n> lignes\n\n" +
		"À bientôt.\n\nNe plus recevoir ces lettres :\nhttps://partant.example/stop\n"
	if diff := cmp.Diff(want, l.Text()); diff != "" {
		t.Error(diff)
	}
	if got := (mail.Letter{Opening: "Bonjour,"}).Text(); got != "Bonjour,\n" {
		t.Errorf("%q", got)
	}
}
