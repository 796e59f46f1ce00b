// Package qr draws QR codes: as SVG paths, so that a page shows one without asking for a picture, and as pictures for letters.
package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"partant/internal/fault"
)

// quiet is the white margin that readers look for, in modules.
const quiet = 4

// Path returns the QR code of a text, error correction M, as the d attribute of an SVG path: one flat rectangle for
// each run of black modules. A module is one unit, and the margin is part of size:
//
//	<svg viewBox="0 0 {size} {size}"><path d="{d}"/></svg>
//
// The path must be darker than what is behind it, margin included: in a dark page too. fault.Invalid when there is no
// text, or when it is longer than a code holds: 2,331 bytes.
func Path(content string) (d string, size int, err error) {
	defer fault.Wrap(&err, "qr.Path")
	code, err := encode(content)
	if err != nil {
		return "", 0, err
	}
	var path strings.Builder
	for y := range code.Bounds().Dy() {
		row(&path, code, y)
	}
	return path.String(), code.Bounds().Dx() + 2*quiet, nil
}

func encode(content string) (barcode.Barcode, error) {
	if content == "" {
		return nil, fmt.Errorf("nothing to draw: %w", fault.Invalid)
	}
	// As bytes, always: left to choose, the library takes « +33 » for a number and drops the sign.
	code, err := qr.Encode(content, qr.M, qr.Unicode)
	if err != nil {
		return nil, fmt.Errorf("%d bytes: %w", len(content), fault.Invalid) // the library's own words hold the text, which may be a secret
	}
	return code, nil
}

// PNG returns the same code as a picture, for where no SVG is shown: so many pixels a module, the margin included. fault.Invalid as in Path.
func PNG(content string, pixels int) (_ []byte, err error) {
	defer fault.Wrap(&err, "qr.PNG")
	code, err := encode(content)
	if err != nil {
		return nil, err
	}
	width := code.Bounds().Dx() + 2*quiet
	picture := image.NewPaletted(image.Rect(0, 0, width*pixels, width*pixels), color.Palette{color.White, color.Black})
	for y := range width * pixels {
		for x := range width * pixels {
			at := image.Pt(x/pixels-quiet, y/pixels-quiet)
			if at.In(code.Bounds()) && code.At(at.X, at.Y) == color.Black {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	err = png.Encode(&out, picture)
	return out.Bytes(), err
}

// row writes the black runs of one row.
func row(path *strings.Builder, code barcode.Barcode, y int) {
	width := code.Bounds().Dx()
	for x := 0; x < width; x++ {
		from := x
		for x < width && code.At(x, y) == color.Black {
			x++
		}
		if run := x - from; run > 0 {
			fmt.Fprintf(path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, run, run)
		}
	}
}
