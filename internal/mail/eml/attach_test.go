package eml_test

import (
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
