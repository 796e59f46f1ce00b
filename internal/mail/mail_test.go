package mail_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/lang"
	"partant/internal/mail"
)

func TestText(t *testing.T) {
	t.Parallel()
	l := mail.Letter{Opening: "Bonjour Claude,", Before: []string{"Voici votre code."}, Code: "123456",
		Action: mail.Action{Label: "Ouvrez ce lien", URL: "https://partant.example/x"}, Quote: "Deux\nlignes",
		After: []string{"À bientôt."}, Unsubscribe: "https://partant.example/stop"}
	want := "Bonjour Claude,\n\nVoici votre code.\n\n> Deux\n> lignes\n\n    123456\n\nOuvrez ce lien :\nhttps://partant.example/x\n\n" +
		"À bientôt.\n\nNe plus recevoir ces lettres :\nhttps://partant.example/stop\n"
	if diff := cmp.Diff(want, l.Text()); diff != "" {
		t.Error(diff)
	}
	if got := (mail.Letter{Opening: "Bonjour,"}).Text(); got != "Bonjour,\n" {
		t.Errorf("%q", got)
	}
}

// What the letter adds by itself is in its language too.
func TestTextInEnglish(t *testing.T) {
	t.Parallel()
	l := mail.Letter{Language: lang.English, Opening: "Hello,", Action: mail.Action{Label: "Open this link", URL: "https://partant.example/x"},
		More: []mail.Action{{Label: "Report it", URL: "https://partant.example/y"}}, Unsubscribe: "https://partant.example/stop"}
	want := "Hello,\n\nOpen this link:\nhttps://partant.example/x\n\nReport it:\nhttps://partant.example/y\n\nStop receiving these letters:\nhttps://partant.example/stop\n"
	if diff := cmp.Diff(want, l.Text()); diff != "" {
		t.Error(diff)
	}
}
