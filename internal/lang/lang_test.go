package lang_test

import (
	"testing"

	"partant/internal/lang"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tag := range []lang.Tag{lang.French, lang.English} {
		if got, known := lang.Parse(tag.String()); got != tag || !known {
			t.Errorf("%q is read as %q, %v", tag.String(), got, known)
		}
	}
	for _, other := range []string{"", "de", "EN", "fr "} {
		if got, known := lang.Parse(other); known || got != lang.French {
			t.Errorf("%q is read as %q, %v", other, got, known)
		}
	}
}
