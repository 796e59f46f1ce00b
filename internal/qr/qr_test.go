package qr_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"go.uber.org/goleak"

	"partant/internal/fault"
	"partant/internal/qr"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) } // the library draws with goroutines

var run = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// paint draws a path as a browser does, at four pixels a module, and fails when it holds anything but runs or leaves
// the margin.
func paint(t testing.TB, d string, size int) image.Image {
	t.Helper()
	const scale = 4
	picture := image.NewGray(image.Rect(0, 0, size*scale, size*scale))
	draw.Draw(picture, picture.Bounds(), image.White, image.Point{}, draw.Src)
	if rest := run.ReplaceAllString(d, ""); rest != "" {
		t.Fatalf("the path holds %q", rest)
	}
	inside := image.Rect(4, 4, size-4, size-4)
	for _, m := range run.FindAllStringSubmatch(d, -1) {
		x, y, right, left := number(t, m[1]), number(t, m[2]), number(t, m[3]), number(t, m[4])
		black := image.Rect(x, y, x+right, y+1)
		if right != left || !black.In(inside) {
			t.Fatalf("%s is not a run inside the margin of %d", m[0], size)
		}
		draw.Draw(picture, image.Rect(black.Min.X*scale, y*scale, black.Max.X*scale, (y+1)*scale), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return picture
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// read returns what a reader makes of a picture, and the level of error correction.
func read(t testing.TB, picture image.Image) (text, level string) {
	t.Helper()
	bits, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText(), fmt.Sprint(result.GetResultMetadata()[gozxing.ResultMetadataType_ERROR_CORRECTION_LEVEL])
}

const address = "otpauth://totp/Partant%20Loiret:claude@partant.example?algorithm=SHA1&digits=6&issuer=Partant%20Loiret&period=30&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

func TestAReaderReadsThePath(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"address":  address,
		"digits":   "0123456789",
		"sign":     "+33",
		"zeros":    "000",
		"capitals": "HTTPS://PARTANT.EXAMPLE/FICHES/45",
		"accents":  "Élodie & fils, « Orléans » 🌉",
		"one sign": "a",
		"long":     strings.Repeat("Partant ! ", 200),
		"markup":   `"/><script>alert(1)</script>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, size, err := qr.Path(content)
			if err != nil {
				t.Fatal(err)
			}
			if text, level := read(t, paint(t, d, size)); text != content || level != "M" {
				t.Errorf("read as %q, level %s", text, level)
			}
		})
	}
}

func TestAReaderReadsThePicture(t *testing.T) {
	t.Parallel()
	for _, content := range []string{address, "+33", strings.Repeat("Partant ! ", 200)} {
		drawn, err := qr.PNG(content, 3)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(drawn))
		if err != nil {
			t.Fatal(err)
		}
		if text, level := read(t, picture); text != content || level != "M" {
			t.Errorf("read as %q, level %s", text, level)
		}
	}
	if _, err := qr.PNG("", 3); !errors.Is(err, fault.Invalid) {
		t.Errorf("nothing: %v", err)
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	// Version 1 has 21 modules, and each further version four more.
	for content, want := range map[string]int{"a": 21 + 8, strings.Repeat("a", 14): 21 + 8, strings.Repeat("a", 15): 25 + 8, strings.Repeat("a", 2331): 177 + 8} {
		if _, size, err := qr.Path(content); size != want || err != nil {
			t.Errorf("%d bytes: size %d, want %d: %v", len(content), size, want, err)
		}
	}
}

func TestTheSameTextHasTheSamePath(t *testing.T) {
	t.Parallel()
	first, _, err := qr.Path(address)
	if err != nil {
		t.Fatal(err)
	}
	if again, _, _ := qr.Path(address); again != first {
		t.Error("another path")
	}
	if len(first) > 20_000 {
		t.Errorf("the path of an address weighs %d bytes", len(first))
	}
}

func TestTooLongOrNothing(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"nothing": "", "too long": strings.Repeat("a", 2332), "far too long": strings.Repeat("é", 1_000_000)} {
		d, size, err := qr.Path(content)
		if !errors.Is(err, fault.Invalid) || d != "" || size != 0 {
			t.Errorf("%s: %d bytes, size %d, %v", name, len(d), size, err)
		}
		if err != nil && len(err.Error()) > 100 {
			t.Errorf("%s: the error repeats the text", name)
		}
	}
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{address, "a", "0", "A", "É", "\x00\xff", "日本"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		d, size, err := qr.Path(content)
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Error(err)
			}
			return
		}
		paint(t, d, size)
	})
}
