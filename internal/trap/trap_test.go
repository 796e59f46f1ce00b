package trap_test

import (
	"strings"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/trap"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	mine, other := trap.New("secret", now), trap.New("autre", now)
	key := mine.Key("ecrire")
	forged := "zzzzzzzz." + strings.SplitN(key, ".", 2)[1]
	for name, c := range map[string]struct {
		after     time.Duration
		key, bait string
		says      string
		same      bool
	}{
		"a person":       {5 * time.Second, key, "", "", true},
		"after a day":    {24 * time.Hour, key, "", "", true},
		"in no time":     {2999 * time.Millisecond, key, "", "très vite", true},
		"clock set back": {-time.Hour, key, "", "très vite", true},
		"bait":           {5 * time.Second, key, "x", "personne ne voit", true},
		"too late":       {24*time.Hour + time.Second, key, "", "trop longtemps", false},
		"no key":         {5 * time.Second, "", "", "trop longtemps", false},
		"forged":         {5 * time.Second, forged, "", "trop longtemps", false},
		"another house":  {5 * time.Second, other.Key("ecrire"), "", "trop longtemps", false},
		"another form":   {5 * time.Second, mine.Key("inscription"), "", "trop longtemps", false},
		"dots":           {5 * time.Second, "..", "", "trop longtemps", false},
	} {
		keep, err := trap.New("secret", func() time.Time { return at.Add(c.after) }).Check("ecrire", c.key, c.bait)
		if wrong, _ := err.(fault.Fields); !strings.Contains(wrong[trap.FieldBait], c.says) || (err == nil) != (c.says == "") {
			t.Errorf("%s: %v", name, err)
		}
		if (keep == c.key) != c.same {
			t.Errorf("%s: the form shown again has the key %q", name, keep)
		}
	}
}

func FuzzCheck(f *testing.F) {
	now := func() time.Time { return time.UnixMilli(1_764_158_400_000) }
	t := trap.New("secret", now)
	f.Add(t.Key("x"), "")
	f.Add("", "x")
	f.Fuzz(func(tt *testing.T, key, bait string) {
		if _, err := t.Check("x", key, bait); err == nil {
			tt.Errorf("%q passes in no time", key)
		}
	})
}
