package discussion

import (
	"embed"
	"fmt"
	"sync"

	"partant/internal/table"
)

//go:embed data
var embedded embed.FS

// Theme gathers discussions.
type Theme struct {
	Slug string // « tres-haut-debit »
	Name string // « Très haut débit »
}

// Themes lists the themes in the order in which forms propose them, read once. It panics when the embedded table is broken,
// which the tests would have seen.
var Themes = sync.OnceValue(func() []Theme {
	var all []Theme
	err := table.Read(embedded, "data/themes.csv", []string{"slug", "name"}, func(row table.Row) {
		all = append(all, Theme{Slug: row.Text("slug"), Name: row.Text("name")})
	})
	if err != nil {
		panic(fmt.Errorf("embedded themes: %w", err))
	}
	return all
})

// ThemeName is the name of a theme; "" for one that is not known.
func ThemeName(slug string) string {
	for _, t := range Themes() {
		if t.Slug == slug {
			return t.Name
		}
	}
	return ""
}
