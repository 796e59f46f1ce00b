package imaging

import (
	"image"
	"image/color"

	lib "github.com/disintegration/imaging"

	"partant/internal/picture"
)

// square is what stands beside a name. A drawing on a plain ground, as logos are, is shown whole on more of that ground; of a
// photo the middle is taken.
func square(pixels *image.NRGBA) *image.NRGBA {
	ground, plain := edge(pixels)
	if !plain {
		return lib.Fill(pixels, picture.SquareSide, picture.SquareSide, lib.Center, lib.Lanczos)
	}
	whole := fitted(pixels, picture.SquareSide)
	if side := max(pixels.Bounds().Dx(), pixels.Bounds().Dy()); side < picture.SquareSide { // small logos grow
		whole = lib.Resize(pixels, max(1, pixels.Bounds().Dx()*picture.SquareSide/side), max(1, pixels.Bounds().Dy()*picture.SquareSide/side), lib.Lanczos)
	}
	return lib.PasteCenter(lib.New(picture.SquareSide, picture.SquareSide, ground), whole)
}

// alike is how far apart two colours of one ground may be: JPEG lets them differ a little.
const alike = 24

// edge returns the colour all around a picture, and whether it is one.
func edge(pixels *image.NRGBA) (ground color.NRGBA, plain bool) {
	b := pixels.Bounds()
	ground = pixels.NRGBAAt(b.Min.X, b.Min.Y)
	if ground.A == 0 {
		ground = color.NRGBA{}
	}
	same := func(x, y int) bool {
		c := pixels.NRGBAAt(x, y)
		return c.A == 0 && ground.A == 0 || near(c.R, ground.R) && near(c.G, ground.G) && near(c.B, ground.B) && near(c.A, ground.A)
	}
	for x := b.Min.X; x < b.Max.X; x++ {
		if !same(x, b.Min.Y) || !same(x, b.Max.Y-1) {
			return ground, false
		}
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		if !same(b.Min.X, y) || !same(b.Max.X-1, y) {
			return ground, false
		}
	}
	return ground, true
}

func near(a, b uint8) bool { return max(a, b)-min(a, b) <= alike }
