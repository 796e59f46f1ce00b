// Package picture names the pictures that things show: what a page needs to draw one before any of its bytes have come.
package picture

// Picture is a photo as the thing that shows it holds it.
type Picture struct {
	ID     string `json:"id"`
	Alt    string `json:"alt,omitempty"` // what it shows, for those who do not see it
	Width  int    `json:"width"`         // of its largest size, in pixels
	Height int    `json:"height"`
	Blur   string `json:"blur,omitempty"` // a few pixels of it to wait with: a PNG in base64; empty when it is see-through
}

// The sizes that a photo is kept in, by the length of its longest side; none is larger than what was sent.
const (
	Small  = "320"
	Medium = "800"
	Large  = "1600"
	Square = "carre" // SquareSide wide and high
)

// SquareSide is how wide and high the square is: twice as many pixels as it is ever shown on.
const SquareSide = 224

// Size is one size of a photo.
type Size struct {
	Name          string
	Width, Height int
}

// ladder is the sizes but the square, the smallest first.
var ladder = []struct {
	name string
	side int
}{{Small, 320}, {Medium, 800}, {Large, 1600}}

// MostSide is the longest side of the largest size.
const MostSide = 1600

// Sizes lists the sizes of a picture that is so wide and high, the smallest first: none twice, and the smallest always.
func Sizes(width, height int) []Size {
	var all []Size
	longest, last := max(width, height), 0
	for _, step := range ladder {
		if last > 0 && longest <= last {
			break
		}
		w, h := Fit(width, height, step.side)
		all = append(all, Size{step.name, w, h})
		last = step.side
	}
	return all
}

// Sizes lists the sizes of p, the smallest first.
func (p Picture) Sizes() []Size { return Sizes(p.Width, p.Height) }

// Is reports whether there is a picture.
func (p Picture) Is() bool { return p.ID != "" }

// Fit is how wide and high a picture is whose longest side is to be side at most. It never grows, and is never flatter than
// a pixel.
func Fit(width, height, side int) (w, h int) {
	longest := max(width, height)
	if longest <= side {
		return max(width, 1), max(height, 1)
	}
	return max(1, (width*side+longest/2)/longest), max(1, (height*side+longest/2)/longest)
}

// IDs are those of pictures.
func IDs(all []Picture) []string {
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	return ids
}
