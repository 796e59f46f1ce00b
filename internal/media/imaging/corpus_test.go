package imaging

import (
	"bytes"
	"encoding/csv"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"partant/internal/media"
	"partant/internal/picture"
)

// corpus is what becomes of each file of testdata: how wide and high its largest size is, or why it is refused.
var corpus = map[string]struct {
	w, h int
	why  media.Refusal
}{
	"orientation_paysage_1.jpg":    {600, 400, ""},
	"orientation_paysage_6.jpg":    {600, 400, ""},
	"cmyk_sans_profil.jpg":         {600, 400, ""},
	"tronquee.jpg":                 {0, 0, media.Broken},
	"tronquee.png":                 {0, 0, media.Broken},
	"entete_corrompu.jpg":          {0, 0, media.Broken},
	"16bits_alpha.png":             {900, 600, ""},
	"animee_boucle3.gif":           {370, 285, ""},
	"alpha.webp":                   {300, 300, ""},
	"cicp_pngsuite_tbgn2c16.png":   {32, 32, ""},
	"progressive.jpg":              {1600, 1000, ""},
	"gps_orleans_orientation6.jpg": {500, 800, ""},
	"bombe_20000x20000_1bit.png":   {0, 0, media.TooLarge},
	"bombe_gif_65535x65535.gif":    {0, 0, media.TooLarge},
	"crc_faux.png":                 {0, 0, media.Broken},
	"extension_mensongere.jpg":     {64, 40, ""},
	"script.svg":                   {0, 0, media.Drawing},
	"polyglotte_html.gif":          {1, 1, ""},
	"palette_transparente.png":     {300, 188, ""},
	"tres_large_10000x20.png":      {1600, 3, ""},
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func made(t *testing.T, content []byte) media.Made {
	t.Helper()
	m, err := New().Make(t.Context(), bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Each photo of the corpus is read as it should be, or refused in words; so are those of the folder PARTANT_TEST_IMAGES, where
// one is named: it may hold what this repository must not.
func TestCorpus(t *testing.T) {
	t.Parallel()
	all, err := filepath.Glob("testdata/*.*")
	if err != nil || len(all) != len(corpus) {
		t.Errorf("%d files, %d are known: %v", len(all), len(corpus), err)
	}
	for name, want := range corpus {
		t.Run(name, func(t *testing.T) {
			m, err := New().Make(t.Context(), bytes.NewReader(file(t, name)))
			if why, _ := media.Why(err); why != want.why || err != nil && why == "" {
				t.Fatalf("%v, want %q", err, want.why)
			}
			if m.Width != want.w || m.Height != want.h {
				t.Errorf("%d × %d, want %d × %d", m.Width, m.Height, want.w, want.h)
			}
			if err == nil {
				sound(t, m)
			}
		})
	}
	if dir := os.Getenv("PARTANT_TEST_IMAGES"); dir != "" {
		asManifest(t, dir)
	}
}

// sound fails the test unless m is what a Maker promises: every size, as wide and high as it is said to be, and pixels alone.
func sound(t *testing.T, m media.Made) {
	t.Helper()
	want := append([]picture.Size{{Name: picture.Square, Width: picture.SquareSide, Height: picture.SquareSide}}, picture.Sizes(m.Width, m.Height)...)
	if len(m.Files) != len(want) {
		t.Fatalf("%d files, want %d", len(m.Files), len(want))
	}
	for i, f := range m.Files {
		config, format, err := image.DecodeConfig(bytes.NewReader(f.Content))
		if err != nil || f.Size != want[i].Name || config.Width != want[i].Width || config.Height != want[i].Height || f.Type != "image/"+format {
			t.Errorf("%s: %d × %d, %s, %v; want %+v", f.Size, config.Width, config.Height, f.Type, err, want[i])
		}
		for _, trace := range []string{"Exif", "GPS", "http://ns.adobe.com", "ICC_PROFILE", "iCCP", "tEXt", "eXIf", "Photoshop", "<script", "Adobe"} {
			if bytes.Contains(f.Content, []byte(trace)) {
				t.Errorf("%s still holds %s", f.Size, trace)
			}
		}
	}
	if len(m.Blur) > 400 {
		t.Errorf("what stands there meanwhile has %d letters", len(m.Blur))
	}
}

// pixel is the colour at a place of the largest size, in hundredths of its sides.
func pixel(t *testing.T, m media.Made, x, y int) (r, g, b int) {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(m.Files[len(m.Files)-1].Content))
	if err != nil {
		t.Fatal(err)
	}
	at := img.At(img.Bounds().Dx()*x/100, img.Bounds().Dy()*y/100)
	red, green, blue, _ := at.RGBA()
	return int(red >> 8), int(green >> 8), int(blue >> 8)
}

func apart(a, b int) int { return max(a, b) - min(a, b) }

// What a camera held on its side, and what comes in the colours of print, look like the photo as it is.
func TestSamePhoto(t *testing.T) {
	t.Parallel()
	upright := made(t, file(t, "orientation_paysage_1.jpg"))
	for _, name := range []string{"orientation_paysage_6.jpg", "cmyk_sans_profil.jpg"} {
		other, differ := made(t, file(t, name)), 0
		for _, at := range [][2]int{{10, 10}, {90, 10}, {50, 50}, {10, 90}, {90, 90}, {30, 70}} {
			r, g, b := pixel(t, upright, at[0], at[1])
			r2, g2, b2 := pixel(t, other, at[0], at[1])
			differ += apart(r, r2) + apart(g, g2) + apart(b, b2)
		}
		if differ/18 > 24 {
			t.Errorf("%s is another photo: %d apart", name, differ/18)
		}
	}
}

// asManifest reads all photos of a folder and fails the test unless each is what the manifest there says. Nothing but a Refusal
// comes of a bad photo.
func asManifest(t *testing.T, dir string) {
	t.Helper()
	list, err := os.Open(filepath.Join(dir, "MANIFESTE.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	rows, err := csv.NewReader(list).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		content, err := os.ReadFile(filepath.Join(dir, row[0]))
		if err != nil {
			t.Fatal(err)
		}
		m, err := New().Make(t.Context(), bytes.NewReader(content))
		refused := err != nil
		if _, ok := media.Why(err); refused && !ok {
			t.Errorf("%s: %v", row[0], err)
		}
		if asked := strings.HasPrefix(row[8], "refus"); refused != asked && !strings.Contains(row[8], " ou ") {
			t.Errorf("%s: %v, want « %s »", row[0], err, row[8])
		}
		if !refused {
			sound(t, m)
		}
	}
}
