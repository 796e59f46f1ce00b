package mailroom

import (
	"strings"
	"testing"
	"time"

	"partant/internal/event"
)

// Each letter says what it is in both languages; those to an address that has confirmed nothing hold no words of a stranger, and those
// to who has a place speak to calendars.
func TestMeetings(t *testing.T) {
	t.Parallel()
	site := Site{Name: "Partant Loiret", Base: "https://partant.example", Moment: func(t time.Time) string { return t.Format(time.DateOnly) }}
	for _, words := range []language{french{}, english{}} {
		seen := map[string]bool{}
		for _, kind := range event.Mailed {
			for _, seat := range []event.Seat{event.Placed, event.Waiting, event.Asked, event.None} {
				m := meeting{had: event.Placed, agreed: seat == event.Waiting, word: "MOT", kind: kind, title: "TITRE", place: "LIEU", online: "https://LIEN", start: time.Unix(0, 0), seat: seat, with: 2, reason: "RAISON"}
				l := words.meeting(m, site)
				whole := strings.Join(append(append([]string{l.Subject, l.Do}, l.Before...), l.After...), "\n")
				seen[l.Subject] = true
				asks := kind == event.OwesConfirm || kind == event.OwesAgain
				if m.dated = true; !asks && !strings.Contains(words.meeting(m, site).Subject, words.moment(site, m.start)) {
					t.Errorf("%T, %s, %s: one date of a series is told as the others", words, kind, seat)
				}
				if l.Subject == "" || l.Do == "" || len(l.Before) == 0 || strings.Contains(whole, "TITRE") == asks || asks && strings.Contains(whole, "LIEU") {
					t.Errorf("%T, %s, %s:\n%s", words, kind, seat, whole)
				}
				if link := strings.Contains(whole, "https://LIEN"); link && seat != event.Placed {
					t.Errorf("%T, %s: the link goes to who has %q", words, kind, seat)
				}
				if m.entry() != (seat == event.Placed && kind != event.OwesAgain && !recall(kind) || kind == event.OwesOut || kind == event.OwesReopened) || m.takesBack() != (kind == event.OwesOut || kind == event.OwesReopened || kind == event.OwesCancelled) {
					t.Errorf("%s, %s: speaks to calendars %v", kind, seat, m.entry())
				}
			}
		}
		if len(seen) != len(event.Mailed) {
			t.Errorf("%T has %d subjects for %d letters", words, len(seen), len(event.Mailed))
		}
	}
}
