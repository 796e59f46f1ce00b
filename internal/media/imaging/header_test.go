package imaging

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/picture"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// corner is a photo whose upper left is red, upper right green and lower left blue.
func corner(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 90, G: 90, B: 90, A: 255}
			switch {
			case x < w/2 && y < h/2:
				c.R = 250
			case x >= w/2 && y < h/2:
				c.G = 250
			case x < w/2:
				c.B = 250
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// turnedJPEG is a photo with a note of which way up it is, in either order of bytes.
func turnedJPEG(t testing.TB, img image.Image, orientation uint16, order binary.ByteOrder) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00")
	if order == binary.BigEndian {
		tiff = []byte("MM\x00*\x00\x00\x00\x08")
	}
	put := func(v uint16) { b := make([]byte, 2); order.PutUint16(b, v); tiff = append(tiff, b...) }
	put(2) // entries
	for _, entry := range [][]uint16{{0x010f, 2}, {orientationTag, 3}} {
		put(entry[0])
		put(entry[1])
		tiff = append(tiff, make([]byte, 4)...)
		put(orientation)
		put(0)
	}
	segment := append([]byte(exifName), tiff...)
	head := append([]byte{0xff, 0xd8, 0xff, exifMarker}, byte((len(segment)+2)>>8), byte(len(segment)+2))
	return append(append(head, segment...), out.Bytes()[2:]...)
}

// Whichever way up a camera was held, the photo comes out upright: these are the eight turns that undo each note.
func TestOrientations(t *testing.T) {
	t.Parallel()
	where := map[uint16][3][2]int{ // of the red, the green and the blue corner
		1: {{10, 10}, {90, 10}, {10, 90}}, 2: {{90, 10}, {10, 10}, {90, 90}}, 3: {{90, 90}, {10, 90}, {90, 10}}, 4: {{10, 90}, {90, 90}, {10, 10}},
		5: {{10, 10}, {10, 90}, {90, 10}}, 6: {{90, 10}, {90, 90}, {10, 10}}, 7: {{90, 90}, {90, 10}, {10, 90}}, 8: {{10, 90}, {10, 10}, {90, 90}},
		9: {{10, 10}, {90, 10}, {10, 90}}, // there is no ninth
	}
	for said, corners := range where {
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			m := made(t, turnedJPEG(t, corner(120, 80), said, order))
			if wide := said < 5 || said == 9; (m.Width > m.Height) != wide {
				t.Errorf("%d: %d × %d", said, m.Width, m.Height)
			}
			for i, at := range corners {
				r, g, b := pixel(t, m, at[0], at[1])
				if colours := [3]int{r, g, b}; colours[i] < 180 || colours[(i+1)%3] > 150 {
					t.Errorf("%d: at %v is %v", said, at, colours)
				}
			}
		}
	}
}

// headOf is the beginning of a PNG that says how large it is.
func headOf(t testing.TB, w, h uint32, deep bool) []byte {
	t.Helper()
	var out bytes.Buffer
	img := image.Image(image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	if deep {
		img = image.NewNRGBA64(image.Rect(0, 0, 1, 1))
	}
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	b := out.Bytes()
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// What is too large is refused by its header; what is not is read, and found to be nothing.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		w, h uint32
		deep bool
		want media.Refusal
	}{
		{10_001, 1, false, media.TooLarge}, {1, 10_001, false, media.TooLarge}, {8000, 5001, false, media.TooLarge}, {4000, 3001, true, media.TooLarge},
		{8000, 8000, true, media.TooLarge}, {1 << 30, 1 << 30, false, media.Broken}, {100, 100, false, media.Broken}, {100, 100, true, media.Broken}, {0, 5, false, media.Broken},
	} {
		_, err := New().Make(t.Context(), bytes.NewReader(headOf(t, test.w, test.h, test.deep)))
		if why, _ := media.Why(err); why != test.want {
			t.Errorf("%d × %d, deep %v: %v, want %q", test.w, test.h, test.deep, err, test.want)
		}
	}
}

// A JPEG that comes in passes takes more memory, and one that hides how it comes is taken for such.
func TestSamples(t *testing.T) {
	t.Parallel()
	frame := func(marker byte, parts byte) string {
		return "\xff" + string([]byte{marker}) + "\x00\x08\x08\x00\x10\x00\x10" + string([]byte{parts})
	}
	filling := "\xff\xe2\x00\x04ab"
	for head, want := range map[string]int{
		jpegStart + frame(atOnceMarker, 3): 4, jpegStart + filling + "\xff" + frame(atOnceLonger, 3): 4, jpegStart + frame(inPassesMarker, 3): 15,
		jpegStart + filling + frame(inPassesMarker, 1): 5, jpegStart: 20, jpegStart + strings.Repeat(filling, 9): 20, "\x89PNG": 4,
	} {
		if got := samples([]byte(head)); got != want {
			t.Errorf("%q: %d, want %d", head, got, want)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]media.Refusal{
		"": media.Empty, "II*\x00": media.Unknown, "BM": media.Unknown, "%PDF-1.7": media.Unknown, "\x00\x00\x00\x18ftypheic": media.HEIC, "\x00\x00\x00\x1cftypavif": media.HEIC,
		"<?xml version='1.0'?><svg>": media.Drawing, "RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02": media.Animation, "RIFF\x00\x00\x00\x00WAVE": media.Unknown, "GIF88a": media.Unknown,
		"<html>": media.Unknown, "\xff\xd8": media.Unknown, "RIFF\x00\x00\x00\x00WEBP": media.Unknown,
	} {
		_, err := New().Make(t.Context(), strings.NewReader(head))
		if why, _ := media.Why(err); why != want || !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v, want %q", head, err, want)
		}
	}
	if _, err := New().Make(t.Context(), strings.NewReader(strings.Repeat("\xff\xd8\xff", media.MostBytes/3+1))); !errors.Is(err, media.TooHeavy) {
		t.Errorf("too heavy: %v", err)
	}
}

// A palette that lacks colours would end the process in the library: it is caught before.
func TestShortPalette(t *testing.T) {
	t.Parallel()
	img := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black})
	img.Pix[5] = 200
	f := pngFormat
	f.decode = func(io.Reader) (image.Image, error) { return img, nil }
	if _, err := read(f, nil, strings.NewReader("")); !errors.Is(err, media.Broken) {
		t.Errorf("%v", err)
	}
}

// One photo is made at a time; who waits too long, or goes, hears so.
func TestTurns(t *testing.T) {
	t.Parallel()
	m := New()
	m.patient = time.Millisecond
	m.turn <- struct{}{}
	if _, err := m.Make(t.Context(), bytes.NewReader(file(t, "extension_mensongere.jpg"))); !errors.Is(err, fault.Unavailable) {
		t.Errorf("waiting: %v", err)
	}
	m.patient = time.Hour
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Make(gone, bytes.NewReader(file(t, "extension_mensongere.jpg"))); !errors.Is(err, fault.Unavailable) {
		t.Errorf("gone: %v", err)
	}
	<-m.turn
	for range 3 {
		if _, err := m.Make(t.Context(), bytes.NewReader(file(t, "extension_mensongere.jpg"))); err != nil {
			t.Error(err)
		}
	}
}

// A wide logo on a plain ground is shown whole; of a photo the middle is taken.
func TestSquare(t *testing.T) {
	t.Parallel()
	logo := image.NewNRGBA(image.Rect(0, 0, 600, 100))
	for i := range logo.Pix {
		logo.Pix[i] = 255
	}
	for x := 10; x < 590; x++ {
		logo.SetNRGBA(x, 50, color.NRGBA{R: 200, A: 255})
	}
	got := square(logo)
	for _, x := range []int{10, 112, 210} {
		if r, g := got.NRGBAAt(x, 112).R, got.NRGBAAt(x, 112).G; g > 250 || r < 190 {
			t.Errorf("the logo is cut at %d: %d, %d", x, r, g)
		}
	}
	if got.NRGBAAt(112, 5) != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("the ground is %v", got.NRGBAAt(112, 5))
	}
	photo := square(corner(600, 100))
	if c := photo.NRGBAAt(5, 5); photo.Bounds().Dx() != picture.SquareSide || c.R < 200 {
		t.Errorf("the photo begins with %v", c)
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 30, 60))
	if c := square(clear).NRGBAAt(2, 2); c.A != 0 {
		t.Errorf("one sees no more through: %v", c)
	}
}

// FuzzMake gives strangers' bytes to all that reads them: whatever comes is a photo, or is refused.
func FuzzMake(f *testing.F) {
	for name := range corpus {
		if content := file(f, name); len(content) < 12<<10 {
			f.Add(content)
		}
	}
	f.Add(turnedJPEG(f, corner(8, 6), 6, binary.BigEndian))
	f.Add(headOf(f, 9000, 9000, true))
	f.Fuzz(func(t *testing.T, content []byte) {
		if config, _, err := image.DecodeConfig(bytes.NewReader(content)); err == nil && config.Width*config.Height > 1<<20 && config.Width*config.Height <= mostPixels {
			return // large, and allowed: making it would find nothing and take seconds
		}
		m, err := New().Make(t.Context(), bytes.NewReader(content))
		if _, ok := media.Why(err); err != nil && !ok {
			t.Fatalf("neither a photo nor refused: %v", err)
		}
		if err == nil && (m.Width < 1 || m.Height < 1 || len(m.Files) < 2 || len(m.Files) > 4) {
			t.Fatalf("%d × %d in %d files", m.Width, m.Height, len(m.Files))
		}
	})
}
