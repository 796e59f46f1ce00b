package activity

import (
	"io/fs"

	"partant/internal/table"
)

// Size is a size band (Insee, tranche d'effectifs).
type Size struct {
	Code     string // "21"
	Label    string // « 50 à 99 salariés »
	From, To int    // salaried people; To is 0 in the last band, which has no end
}

func (c *Catalogue) readSizes(files fs.FS) error {
	return table.Read(files, "sizes.csv", []string{"code", "label", "from", "to"}, func(row table.Row) {
		c.sizes = append(c.sizes, Size{Code: row.Text("code"), Label: row.Text("label"), From: row.Int("from"), To: row.Int("to")})
	})
}

// Sizes returns the size bands, the smallest first.
func (c *Catalogue) Sizes() []Size { return c.sizes }

// Size finds a size band by its code.
func (c *Catalogue) Size(code string) (Size, bool) {
	for _, s := range c.sizes {
		if s.Code == code {
			return s, true
		}
	}
	return Size{}, false
}
