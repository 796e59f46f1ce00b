// Package poster draws the picture that goes with an address that is shared: 1200 × 630 pixels, as Open Graph has it.
package poster

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"partant/internal/text"
)

// The size of a picture, in pixels.
const (
	Width  = 1200
	Height = 630
)

const (
	margin    = 80
	lineMost  = 3    // of a title
	largest   = 92   // size of a title, in pixels
	smallest  = 52   // below that it is cut
	small     = 38   // of the other lines
	floor     = 556  // where words end; below is the river
	spaced    = 1.12 // of the lines of a title
	between   = 1.3  // of the other lines
	below     = 3    // lines below the title
	titleMost = 200  // characters of a title that are looked at
	lineLong  = 90   // and of another line
)

// The colours are those of the pages by day (public/css).
var (
	paper     = color.RGBA{0xfb, 0xf8, 0xf2, 0xff}
	ink       = color.RGBA{0x1c, 0x25, 0x26, 0xff}
	loire     = color.RGBA{0x0b, 0x56, 0x60, 0xff}
	vermillon = color.RGBA{0xc8, 0x40, 0x1f, 0xff}
	water     = color.RGBA{0x93, 0xcb, 0xd0, 0xff}
	bank      = color.RGBA{0xf6, 0xed, 0xd8, 0xff}
)

// Card is what a picture says.
type Card struct {
	Over  string   // above the title, small: what it is
	Title string   // in at most three lines, cut when it does not fit
	Lines []string // below it, at most three: when, where
}

// Painter draws cards with one font. It may be used by many at once.
type Painter struct{ font *opentype.Font }

// New returns a Painter that writes with an OpenType font (TTF or OTF), or an error when it is none.
func New(file []byte) (*Painter, error) {
	f, err := opentype.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	return &Painter{f}, nil
}

// Draw returns a PNG. Characters that the font does not have are left out.
func (p *Painter) Draw(c Card) ([]byte, error) {
	s := sheet{image.NewRGBA(image.Rect(0, 0, Width, Height)), p, nil}
	draw.Draw(s.to, s.to.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	s.river()
	s.brand()
	y := float64(margin + 90)
	if c.Over != "" {
		s.write(small, loire, margin, y, s.fit(text.Cut(text.Line(c.Over), lineLong), small))
		y += 8
	}
	lines := c.Lines[:min(len(c.Lines), below)]
	y = s.title(text.Cut(text.Line(c.Title), titleMost), y, floor-float64(len(lines))*small*between-small*0.3)
	y = max(y+small*0.3, floor-float64(len(lines))*small*between)
	for _, line := range lines {
		y += small * between
		s.write(small, ink, margin, y, s.fit(text.Cut(text.Line(line), lineLong), small))
	}
	if s.err != nil {
		return nil, s.err
	}
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, s.to)
	return out.Bytes(), err
}

// sheet is a picture while it is drawn; its error is the first one.
type sheet struct {
	to  *image.RGBA
	by  *Painter
	err error
}

// face is the font in one size. Faces are not shared: each keeps what it draws.
func (s *sheet) face(size float64) font.Face {
	f, err := opentype.NewFace(s.by.font, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil && s.err == nil {
		s.err = err
	}
	return f
}

// write writes a line with its foot at y, and returns where it ends.
func (s *sheet) write(size float64, in color.Color, x, y float64, line string) float64 {
	f := s.face(size)
	if s.err != nil {
		return x
	}
	defer f.Close()
	d := font.Drawer{Dst: s.to, Src: image.NewUniform(in), Face: f, Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)}}
	d.DrawString(s.by.known(line))
	return float64(d.Dot.X) / 64
}

// brand writes the name of the site.
func (s *sheet) brand() {
	x := s.write(44, ink, margin, margin+8, "partant")
	s.write(44, vermillon, x, margin+8, "!")
}

// river draws the Loire and its bank at the foot.
func (s *sheet) river() {
	s.curve(bank, Height-46, 22)
	s.curve(water, Height-22, -14)
}

// curve fills all that lies below a wave that begins at y and swings by so much.
func (s *sheet) curve(in color.Color, y, swing float32) {
	r := vector.NewRasterizer(Width, Height)
	r.MoveTo(0, y)
	r.CubeTo(Width/4, y-swing, Width/3, y+swing*2, Width*3/5, y+swing)
	r.CubeTo(Width*4/5, y, Width*9/10, y-swing, Width, y)
	r.LineTo(Width, Height)
	r.LineTo(0, Height)
	r.ClosePath()
	r.Draw(s.to, s.to.Bounds(), image.NewUniform(in), image.Point{})
}
