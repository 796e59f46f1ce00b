package text

import (
	"strings"
	"testing"
)

func TestIsAddress(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]bool{"nina@exemple.fr": true, "": false, "nina": false, "nina@exemple": false, "Nina <nina@exemple.fr>": false, " nina@exemple.fr": false,
		"nina@exemple.fr\r\nBcc: x@exemple.fr": false, strings.Repeat("x", 250) + "@exemple.fr": false} {
		if got := IsAddress(typed); got != want {
			t.Errorf("%.40q: %v", typed, got)
		}
	}
}
