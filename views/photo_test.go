package views

import (
	"testing"

	"partant/internal/picture"
)

func TestPhotoAddresses(t *testing.T) {
	t.Parallel()
	p := picture.Picture{ID: "a/b", Width: 1600, Height: 900, Blur: "iVBO+/="}
	for got, want := range map[string]string{
		string(badge(p)): "/medias/a%2Fb/carre", string(large(p)): "/medias/a%2Fb/1600", string(middling(p)): "/medias/a%2Fb/800",
		string(widths(p)): "/medias/a%2Fb/320 320w, /medias/a%2Fb/800 800w, /medias/a%2Fb/1600 1600w", string(blurred(p)): "data:image/png;base64,iVBO+/=",
		string(blurred(picture.Picture{Blur: `x" onerror="y`})):         string(nowhere),
		string(middling(picture.Picture{ID: "x", Width: 9, Height: 9})): "/medias/x/320",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
