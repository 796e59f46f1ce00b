// Package lang names the languages that Partant writes letters in. Pages are in French.
package lang

// Tag is one of them.
type Tag string

// The languages. The zero Tag is the one of the territory.
const (
	French  Tag = ""
	English Tag = "en"
)

// french is how BCP 47 abbreviates French, as forms and HTML do.
const french = "fr"

// String abbreviates t: "fr", "en".
func (t Tag) String() string {
	if t == French {
		return french
	}
	return string(t)
}

// Parse reads what String writes, and reports whether it is one of the languages.
func Parse(s string) (t Tag, known bool) {
	switch t = Tag(s); {
	case s == french:
		return French, true
	case t == English:
		return English, true
	}
	return French, false
}
