// Package imaging makes the sizes of photos. It is where bytes of strangers become pixels: nothing larger than it says is
// read, no decoder is asked that it does not name, and what comes out holds pixels alone.
package imaging

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"time"

	lib "github.com/disintegration/imaging"

	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/picture"
)

// Maker is the media.Maker that reads JPEG, PNG, GIF and WebP.
type Maker struct {
	turn    chan struct{} // one token each photo that is being made
	patient time.Duration
}

const (
	// atOnce is how many photos are made at the same time: one may take mostMemory, and both processors.
	atOnce = 1
	// wait is how long somebody waits for their turn.
	wait = 5 * time.Second
	// quality of JPEG: where sharp edges begin to ring, and long before the eye sees it in a photo.
	quality = 82
	// blurSide is how wide what stands there meanwhile is, in pixels: six of them weigh less than a sentence.
	blurSide = 6
)

// New returns a Maker.
func New() *Maker { return &Maker{turn: make(chan struct{}, atOnce), patient: wait} }

// Make implements media.Maker.
func (m *Maker) Make(ctx context.Context, sent io.ReadSeeker) (_ media.Made, err error) {
	defer fault.Wrap(&err, "imaging.Make")
	if err := weigh(sent); err != nil {
		return media.Made{}, err
	}
	f, head, err := look(sent)
	if err != nil {
		return media.Made{}, err
	}
	if err := m.await(ctx); err != nil {
		return media.Made{}, err
	}
	type outcome struct {
		made media.Made
		err  error
	}
	done := make(chan outcome, 1)
	go func() { // whoever asked may be gone before it ends: the next waits until it has
		defer func() { <-m.turn }()
		made, err := read(f, head, sent)
		done <- outcome{made, err}
	}()
	o := <-done // not ctx: sent is the caller's, who closes it
	return o.made, o.err
}

// weigh refuses what is too heavy, or nothing.
func weigh(sent io.ReadSeeker) error {
	size, err := sent.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = sent.Seek(0, io.SeekStart)
	}
	switch {
	case err != nil:
		return err
	case size == 0:
		return media.Empty
	case size > media.MostBytes:
		return media.TooHeavy
	}
	return nil
}

// await takes a turn, or returns fault.Unavailable.
func (m *Maker) await(ctx context.Context) error {
	timer := time.NewTimer(m.patient)
	defer timer.Stop()
	select {
	case m.turn <- struct{}{}:
		return nil
	case <-timer.C:
		return fmt.Errorf("others make photos: %w", fault.Unavailable)
	case <-ctx.Done():
		return fmt.Errorf("others make photos: %w: %w", fault.Unavailable, ctx.Err())
	}
}

// read makes all sizes. What a decoder panics at is a broken photo.
func read(f format, head []byte, sent io.Reader) (made media.Made, err error) {
	defer func() {
		if r := recover(); r != nil {
			made, err = media.Made{}, fmt.Errorf("%w: panic: %v", media.Broken, r)
		}
	}()
	decoded, err := f.decode(sent)
	if err != nil {
		return made, fmt.Errorf("%w: %w", media.Broken, err)
	}
	pixels := ours(decoded)
	decoded = nil // it may be as large as pixels
	pixels = turned(shrunk(pixels), orientation(head))
	return sizes(pixels, f.exact)
}

// ours copies what was decoded into pixels of our own. A palette that lacks a colour fails here, where it can be caught: the
// library draws in goroutines of its own.
func ours(decoded image.Image) *image.NRGBA {
	bounds := image.Rect(0, 0, decoded.Bounds().Dx(), decoded.Bounds().Dy())
	switch decoded.(type) {
	case *image.YCbCr, *image.Gray, *image.CMYK: // opaque, and drawn fast into the kind that is the same for what is opaque
		fast := image.NewRGBA(bounds)
		draw.Draw(fast, bounds, decoded, decoded.Bounds().Min, draw.Src)
		return &image.NRGBA{Pix: fast.Pix, Stride: fast.Stride, Rect: bounds}
	}
	pixels := image.NewNRGBA(bounds)
	draw.Draw(pixels, bounds, decoded, decoded.Bounds().Min, draw.Src)
	return pixels
}

// shrunk is the largest size that is kept.
func shrunk(pixels *image.NRGBA) *image.NRGBA {
	return fitted(pixels, picture.MostSide)
}

func fitted(pixels *image.NRGBA, side int) *image.NRGBA {
	size := pixels.Bounds().Size()
	w, h := picture.Fit(size.X, size.Y, side)
	if w == size.X && h == size.Y {
		return pixels
	}
	return lib.Resize(pixels, w, h, lib.Lanczos)
}

// turned is a picture with the right side up.
func turned(pixels *image.NRGBA, orientation int) *image.NRGBA {
	switch orientation {
	case 2:
		return lib.FlipH(pixels)
	case 3:
		return lib.Rotate180(pixels)
	case 4:
		return lib.FlipV(pixels)
	case 5:
		return lib.Transpose(pixels)
	case 6:
		return lib.Rotate270(pixels)
	case 7:
		return lib.Transverse(pixels)
	case 8:
		return lib.Rotate90(pixels)
	}
	return pixels
}

// sizes makes the files of what is upright and small enough.
func sizes(pixels *image.NRGBA, exact bool) (media.Made, error) {
	size := pixels.Bounds().Size()
	seeThrough := !pixels.Opaque()
	made := media.Made{Width: size.X, Height: size.Y}
	all := map[string]*image.NRGBA{picture.Square: square(pixels)}
	names := []string{picture.Square}
	for _, s := range picture.Sizes(size.X, size.Y) {
		all[s.Name] = fitted(pixels, max(s.Width, s.Height))
		names = append(names, s.Name)
	}
	for _, name := range names {
		file, err := encoded(all[name], seeThrough, exact)
		if err != nil {
			return media.Made{}, err
		}
		file.Size = name
		made.Files = append(made.Files, file)
	}
	if seeThrough {
		return made, nil
	}
	var err error
	made.Blur, err = blur(pixels)
	return made, err
}

// encoded writes JPEG, and PNG where one sees through, or where it is lighter for what was drawn rather than photographed.
func encoded(pixels *image.NRGBA, seeThrough, exact bool) (media.File, error) {
	var photo, drawing bytes.Buffer
	var err error
	if !seeThrough {
		err = jpeg.Encode(&photo, pixels, &jpeg.Options{Quality: quality})
	}
	if seeThrough || exact {
		err = errors.Join(err, png.Encode(&drawing, pixels))
	}
	if err != nil {
		return media.File{}, err
	}
	if seeThrough || exact && drawing.Len() <= photo.Len() {
		return media.File{Type: "image/png", Content: drawing.Bytes()}, nil
	}
	return media.File{Type: "image/jpeg", Content: photo.Bytes()}, nil
}

// blur is a picture of some pixels: drawn large it is smooth, and stands there until the photo has come.
func blur(pixels *image.NRGBA) (string, error) {
	size := pixels.Bounds().Size()
	w, h := picture.Fit(size.X, size.Y, blurSide)
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, lib.Resize(pixels, w, h, lib.Box))
	return base64.StdEncoding.EncodeToString(out.Bytes()), err
}
