package web_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// doc is the page as a browser reads it. Several may send its forms at once.
func (a *answer) doc() *html.Node {
	a.t.Helper()
	a.reading.Do(func() {
		tree, err := html.Parse(bytes.NewReader(a.body))
		if err != nil {
			a.t.Errorf("%s: %v", a.asked, err)
		}
		a.tree = tree
	})
	return a.tree
}

func (a *answer) all(selector string) []*html.Node {
	a.t.Helper()
	return cascadia.QueryAll(a.doc(), cascadia.MustCompile(selector))
}

// one is the only element that a selector finds.
func (a *answer) one(selector string) *html.Node {
	a.t.Helper()
	found := a.all(selector)
	if len(found) != 1 {
		a.t.Fatalf("%s (%d): %d × %s, want 1\n%s", a.asked, a.StatusCode, len(found), selector, a.main())
	}
	return found[0]
}

// value is the value of the first control that a selector finds.
func (a *answer) value(selector string) string {
	a.t.Helper()
	found := a.all(selector)
	if len(found) == 0 {
		a.t.Fatalf("%s (%d): no %s\n%s", a.asked, a.StatusCode, selector, a.main())
	}
	return control(found[0])
}

// has asserts that an element holds all the words.
func (a *answer) has(selector string, texts ...string) {
	a.t.Helper()
	said := words(a.one(selector))
	for _, text := range texts {
		if !strings.Contains(said, text) {
			a.t.Errorf("%s: %s says %q, not %q", a.asked, selector, said, text)
		}
	}
}

// counts asserts how many elements a selector finds.
func (a *answer) counts(selector string, want int) *answer {
	a.t.Helper()
	if got := len(a.all(selector)); got != want {
		a.t.Errorf("%s (%d): %d × %s, want %d\n%s", a.asked, a.StatusCode, got, selector, want, a.main())
	}
	return a
}

// is asserts the status.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.StatusCode != status {
		a.t.Fatalf("%s: status %d, want %d; to %q\n%s", a.asked, a.StatusCode, status, a.Header.Get("Location"), a.main())
	}
	return a
}

// leads asserts a redirect.
func (a *answer) leads(status int, to string) *answer {
	a.t.Helper()
	if a.is(status); a.Header.Get("Location") != to {
		a.t.Fatalf("%s leads to %q, want %q", a.asked, a.Header.Get("Location"), to)
	}
	return a
}

// main is what the page says, for failures.
func (a *answer) main() string {
	text := strings.Join(strings.Fields(words(a.doc())), " ")
	if len(text) > 600 {
		text = text[:600] + "…"
	}
	return text
}

// words is the text of an element with single spaces and straight apostrophes.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(b.String()), " "), "’", "'")
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func given(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// control is what a field holds.
func control(n *html.Node) string {
	switch n.Data {
	case "textarea":
		if n.FirstChild == nil {
			return ""
		}
		return n.FirstChild.Data
	case "select":
		for _, o := range cascadia.QueryAll(n, cascadia.MustCompile("option[selected]")) {
			return attribute(o, "value")
		}
		if first := cascadia.Query(n, cascadia.MustCompile("option")); first != nil {
			return attribute(first, "value")
		}
	}
	return attribute(n, "value")
}

// filled are the values of a form as it was drawn.
func filled(form *html.Node) url.Values {
	values := url.Values{}
	for _, n := range cascadia.QueryAll(form, cascadia.MustCompile("input[name], textarea[name], select[name]")) {
		kind := attribute(n, "type")
		if (kind == "checkbox" || kind == "radio") && !given(n, "checked") || kind == "image" {
			continue
		}
		values.Add(attribute(n, "name"), control(n))
	}
	return values
}

// problem asserts a problem of RFC 9457, in French.
func (a *answer) problem() {
	a.t.Helper()
	var p struct {
		Type, Title, Detail string
		Status              int
		Errors              map[string]string
	}
	if err := json.Unmarshal(a.body, &p); err != nil || p.Type == "" || p.Title == "" || p.Detail == "" || p.Status != a.StatusCode {
		a.t.Errorf("%s (%d): %v %s", a.asked, a.StatusCode, err, a.body)
	}
	if kind := a.Header.Get("Content-Type"); kind != "application/problem+json" {
		a.t.Errorf("%s: Content-Type %q", a.asked, kind)
	}
	a.leaksNothing()
}
