package profile_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/profile"
)

func TestParseDay(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][]profile.Span{
		"":                            nil,
		"fermé":                       nil,
		"Fermée le lundi":             nil,
		"9h-12h":                      {{540, 720}},
		"9h-12h30 14h-19h":            {{540, 750}, {840, 1140}},
		"9 h – 12 h 30, 14 h – 19 h":  {{540, 750}, {840, 1140}},
		"09:00-18:30":                 {{540, 1110}},
		"de 9h à 12h et de 14h à 18h": {{540, 720}, {840, 1080}},
		"9-12":                        {{540, 720}},
		"22h-2h":                      {{1320, 1560}},
		"0h-24h":                      {{0, 1440}},
		"7h/13h":                      {{420, 780}},
		"7h/13h 15h/19h30":            {{420, 780}, {900, 1170}},
		"9h-12h / 14h-18h":            {{540, 720}, {840, 1080}},
	} {
		got, err := profile.ParseDay(typed)
		if err != nil {
			t.Errorf("ParseDay(%q): %v", typed, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParseDay(%q) (-want +got):\n%s", typed, diff)
		}
	}
	for _, typed := range []string{"9h", "9h-12h-14h", "25h-26h", "9h61-12h", "9h-12h 14-18", "matin", "/", "7h/", "7h//13h", "14h-18h 9h-12h", "9h-12h 10h-11h", "<script>", "1h-2h 3h-4h 5h-6h 7h-8h 9h-10h"} {
		if got, err := profile.ParseDay(typed); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", typed, got)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	f.Add("9h-12h30 14h-19h")
	f.Add("99999999999999999999h-1")
	f.Fuzz(func(t *testing.T, typed string) {
		day, err := profile.ParseDay(typed)
		if err != nil {
			return
		}
		again, err := profile.ParseDay(profile.FormatDay(day))
		if err != nil || !cmp.Equal(day, again) {
			t.Fatalf("%q is %v, written %q, read %v %v", typed, day, profile.FormatDay(day), again, err)
		}
	})
}

func TestOpenAt(t *testing.T) {
	t.Parallel()
	hours := profile.Hours{0: {{540, 720}}, 5: {{1320, 1560}}, 6: {{1320, 1500}}} // Monday morning; Saturday and Sunday nights
	for at, want := range map[string]bool{
		"2026-11-23 09:00": true, "2026-11-23 11:59": true, "2026-11-23 12:00": false,
		"2026-11-28 22:00": true, "2026-11-29 01:59": true, "2026-11-29 02:00": false,
		"2026-11-30 00:30": true, "2026-11-30 01:30": false, // Sunday's night ends on Monday
	} {
		wall, err := time.Parse("2006-01-02 15:04", at)
		if err != nil {
			t.Fatal(err)
		}
		if got := hours.OpenAt(wall); got != want {
			t.Errorf("OpenAt(%s) = %v", at, got)
		}
	}
	if !(profile.Hours{}).IsZero() || hours.IsZero() {
		t.Error("IsZero")
	}
}
