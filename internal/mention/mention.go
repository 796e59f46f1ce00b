// Package mention finds the pages that a text names, « @ » and the slug of the page, and makes links of them.
package mention

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Most is how many pages one text may name.
const Most = 10

// maxSlug bounds what is looked up.
const maxSlug = 100

// Find returns the slugs that sanitised HTML names, each once, in their order; at most Most and one more. What stands in a
// link or in code names nobody.
func Find(html string) (slugs []string) {
	scan(html, func(slug string) string {
		if len(slugs) <= Most && !slices.Contains(slugs, slug) {
			slugs = append(slugs, slug)
		}
		return ""
	})
	return slugs
}

// Link returns the HTML with a link for each slug of which path returns one, a local path; others stay as they are.
func Link(html string, path func(slug string) string) string {
	return scan(html, path)
}

// scan walks the text of sanitised HTML, in which every < begins a tag and every > ends one.
func scan(html string, path func(slug string) string) string {
	var out strings.Builder
	shut := 0 // how many elements are open in which nobody is named
	for html != "" {
		text, rest := html, ""
		if i := strings.IndexByte(html, '<'); i >= 0 {
			text, rest = html[:i], html[i:]
		}
		if shut > 0 {
			out.WriteString(text)
		} else {
			named(&out, text, path)
		}
		tag := rest
		if i := strings.IndexByte(rest, '>'); i >= 0 {
			tag, rest = rest[:i+1], rest[i+1:]
		} else {
			rest = ""
		}
		shut = max(0, shut+closes(tag))
		out.WriteString(tag)
		html = rest
	}
	return out.String()
}

// closes is 1 for the beginning of an element in which nobody is named, -1 for its end.
func closes(tag string) int {
	name := strings.TrimRight(strings.TrimPrefix(strings.TrimPrefix(tag, "<"), "/"), ">")
	name, _, _ = strings.Cut(name, " ")
	switch {
	case name != "a" && name != "code" && name != "pre":
		return 0
	case strings.HasPrefix(tag, "</"):
		return -1
	}
	return 1
}

// named writes one text with its links.
func named(out *strings.Builder, text string, path func(slug string) string) {
	done := 0
	for at := range len(text) {
		if at < done || text[at] != '@' || inWord(text[:at]) {
			continue
		}
		slug := slugAt(text[at+1:])
		if slug == "" {
			continue
		}
		if to := path(slug); to != "" {
			out.WriteString(text[done:at] + `<a href="` + to + `">@` + slug + `</a>`)
			done = at + 1 + len(slug)
		}
	}
	out.WriteString(text[done:])
}

// inWord reports whether an @ behind a text belongs to its last word, as in an address.
func inWord(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return before != "" && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("@._-+/", r))
}

// slugAt is the slug that a text begins with: small letters, digits and hyphens inside; "" when it is none.
func slugAt(text string) string {
	n := 0
	for n < len(text) && n < maxSlug && (text[n] >= 'a' && text[n] <= 'z' || text[n] >= '0' && text[n] <= '9' || text[n] == '-') {
		n++
	}
	if n > 0 && text[0] == '-' {
		return ""
	}
	return strings.TrimRight(text[:n], "-")
}
