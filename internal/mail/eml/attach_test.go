package eml_test

import (
	"bytes"
	"testing"

	"partant/internal/mail"
	"partant/internal/mail/mailtest"
)

// An entry for a calendar comes with the letter, whole, and says what it is for; text and HTML are what they were.
func TestAttached(t *testing.T) {
	t.Parallel()
	m := full()
	m.Attached = mail.Attachment{Name: "evenement.ics", Type: "text/calendar; charset=utf-8; method=REQUEST", Text: "BEGIN:VCALENDAR\r\nSUMMARY:Été\r\nEND:VCALENDAR\r\n"}
	written, err := writer(t).Write(m)
	if err != nil {
		t.Fatal(err)
	}
	got := mailtest.Parse(written.Content)
	if got.Wrong != nil || got.Calendar != m.Attached.Text || got.Method != "REQUEST" || got.Text != m.Text || got.HTML != m.HTML {
		t.Errorf("%+v\n%s", got, written.Content)
	}
}

// A picture that the HTML shows comes with the letter, beside what is attached; a letter without HTML has none.
func TestShown(t *testing.T) {
	t.Parallel()
	m := full()
	m.Attached = mail.Attachment{Name: "evenement.ics", Type: "text/calendar; charset=utf-8; method=REQUEST", Text: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}
	m.Shown = mail.Picture{Name: "billet.png", Type: "image/png", Data: []byte("\x89PNG\r\n\x1a\n\x00\xff"), Alt: "Votre billet"}
	written, err := writer(t).Write(m)
	if err != nil {
		t.Fatal(err)
	}
	got := mailtest.Parse(written.Content)
	if got.Wrong != nil || !bytes.Equal(got.Picture, m.Shown.Data) || got.PictureID != "billet.png" || got.Calendar != m.Attached.Text || got.Text != m.Text || got.HTML != m.HTML {
		t.Errorf("%+v\n%s", got, written.Content)
	}
	m.HTML = ""
	if written, err = writer(t).Write(m); err != nil || bytes.Contains(written.Content, []byte("image/png")) {
		t.Errorf("%v\n%s", err, written.Content)
	}
}
