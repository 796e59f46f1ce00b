package poster_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/gofont/gobold"

	"partant/internal/poster"
)

func painter(t *testing.T) *poster.Painter {
	t.Helper()
	p, err := poster.New(gobold.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func drawn(t *testing.T, p *poster.Painter, c poster.Card) image.Image {
	t.Helper()
	b, err := p.Draw(c)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil || m.Bounds() != image.Rect(0, 0, poster.Width, poster.Height) {
		t.Fatalf("%v, %v", m.Bounds(), err)
	}
	return m
}

// inked counts the dark points of a part of a picture.
func inked(m image.Image, in image.Rectangle) (n int) {
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			if c := color.GrayModel.Convert(m.At(x, y)).(color.Gray); c.Y < 80 {
				n++
			}
		}
	}
	return n
}

func TestDraw(t *testing.T) {
	t.Parallel()
	p := painter(t)
	margins := []image.Rectangle{image.Rect(0, 0, 60, 630), image.Rect(1140, 0, 1200, 630)}
	empty := inked(drawn(t, p, poster.Card{}), image.Rect(0, 120, 1200, 630))
	for name, c := range map[string]poster.Card{
		"short":      {Over: "Petit déjeuner", Title: "Réseaux", Lines: []string{"mardi 8 janvier à 18 h 30", "ECG, Orléans"}},
		"long":       {Title: strings.Repeat("Un très long titre qui ne finit pas ", 20), Over: strings.Repeat("Club ", 40), Lines: []string{strings.Repeat("et une ligne aussi ", 20), "b", "c", "d"}},
		"one word":   {Title: strings.Repeat("W", 300)},
		"other sign": {Title: "Café 🥐 \u202e\x00 日本 à 8 h"},
	} {
		m := drawn(t, p, c)
		if got := inked(m, image.Rect(0, 120, 1200, 630)); got < empty+1000 {
			t.Errorf("%s: %d points are written", name, got)
		}
		for _, out := range margins {
			if inked(m, out) > 0 {
				t.Errorf("%s: it is written outside of the margins", name)
			}
		}
		if foot := image.Rect(0, 572, 1200, 630); inked(m, foot) > 0 {
			t.Errorf("%s: it is written into the river", name)
		}
	}
}

func TestDrawByMany(t *testing.T) {
	t.Parallel()
	p := painter(t)
	one, err := p.Draw(poster.Card{Title: "Partant ?"})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if other, err := p.Draw(poster.Card{Title: "Partant ?"}); err != nil || !bytes.Equal(one, other) {
				t.Errorf("%d bytes, %d before, %v", len(other), len(one), err)
			}
		})
	}
	group.Wait()
}

func TestNoFont(t *testing.T) {
	t.Parallel()
	if _, err := poster.New([]byte("wOFF")); err == nil {
		t.Error("it is taken for a font")
	}
}

func BenchmarkDraw(b *testing.B) {
	p, err := poster.New(gobold.TTF)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.Draw(poster.Card{Over: "Club Exemple", Title: "Petit déjeuner des entrepreneurs", Lines: []string{"mardi 8 janvier à 18 h 30", "ECG, Orléans"}}); err != nil {
			b.Fatal(err)
		}
	}
}
