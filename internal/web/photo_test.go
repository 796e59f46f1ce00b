package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"partant/internal/media"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// painted is a photo of some colours, as a PNG.
func painted(w, h int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{R: uint8(x), G: uint8(y), B: uint8(x * y / 7), A: 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// corpus is a photo of the corpus of internal/media/imaging.
func corpus(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../media/imaging/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// attached is a file of a form.
type attached struct {
	field, name string
	content     []byte
}

func photoNamed(field, name string, content []byte) attached { return attached{field, name, content} }

// send posts a form with files, as a browser does.
func (b *browser) send(path string, form url.Values, files []attached, changes ...change) *answer {
	b.h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			if err := w.WriteField(name, value); err != nil {
				b.h.t.Fatal(err)
			}
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile(f.field, f.name)
		if err == nil {
			_, err = part.Write(f.content)
		}
		if err != nil {
			b.h.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.h.t.Fatal(err)
	}
	return b.do(http.MethodPost, path, &body, append([]change{header("Content-Type", w.FormDataContentType())}, changes...)...)
}

// drawn is the id of the logo of a page of the owner's.
func (c *cast) drawn(p profile.Profile) string {
	c.h.t.Helper()
	if known, ok := c.pics.Load(p.ID); ok {
		return known.(string)
	}
	ctx, v := c.h.t.Context(), c.of["owner"].account.Viewer()
	logo, err := c.h.Media.Add(ctx, v, p.ID, media.Thing{Kind: media.OfPage, ID: p.ID}, bytes.NewReader(painted(40, 30)))
	if err == nil {
		_, err = c.h.Profiles.Decorate(ctx, v, p.ID, func(all *profile.Pictures) error { all.Logo = logo; return nil })
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
	c.pics.Store(p.ID, logo.ID)
	return logo.ID
}

// with is the form that the member sends, with its token and what it does.
func (b *browser) with(do string, more ...string) url.Values {
	form := url.Values{views.FieldToken: {b.token()}, views.FieldDo: {do}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Add(more[i], more[i+1])
	}
	return form
}

// pictures are those of a page, as they are stored.
func (h *house) pictures(of profile.Profile) profile.Pictures {
	h.t.Helper()
	found, err := h.Profiles.BySlug(h.t.Context(), viewer.Viewer{}, of.Slug)
	if err != nil {
		h.t.Fatal(err)
	}
	return found.Pictures
}

// photoAt is the address of one size of a photo.
func photoAt(id, size string) string { return "/medias/" + id + "/" + size }

// kept lists the files of photos in the folder of a house.
func (h *house) kept() (names []string) {
	h.t.Helper()
	err := filepath.WalkDir(filepath.Join(h.data, "photos"), func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return names
}

// look pays what photos owe.
func (h *house) look() {
	h.t.Helper()
	if _, err := h.Media.Pay(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// leaves pays what photos owe and checks how many files are left, once the worker, which may have been first, has paid too.
func (h *house) leaves(want int) {
	h.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		h.look()
		left := h.kept()
		if len(left) == want {
			return
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("%d files are left, want %d: %v", len(left), want, left)
		}
	}
}
