// Package qr draws QR codes as SVG paths, so that a page shows one without asking for a picture.
package qr

import (
	"fmt"
	"image/color"
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
	if content == "" {
		return "", 0, fmt.Errorf("nothing to draw: %w", fault.Invalid)
	}
	// As bytes, always: left to choose, the library takes « +33 » for a number and drops the sign.
	code, err := qr.Encode(content, qr.M, qr.Unicode)
	if err != nil {
		return "", 0, fmt.Errorf("%d bytes: %w", len(content), fault.Invalid) // the library's own words hold the text, which may be a secret
	}
	var path strings.Builder
	for y := range code.Bounds().Dy() {
		row(&path, code, y)
	}
	return path.String(), code.Bounds().Dx() + 2*quiet, nil
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
