package mention_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"partant/internal/mention"
)

func TestFind(t *testing.T) {
	t.Parallel()
	for html, want := range map[string][]string{
		"": nil, "<p>rien</p>": nil, "<p>@heron</p>": {"heron"}, "@heron, @grue-et-fils. (@heron)": {"heron", "grue-et-fils"},
		"nina@exemple.fr": nil, "à@x": nil, "@": nil, "@@heron": nil, "@-x": nil, "@heron-": {"heron"}, "@Heron": nil,
		`<p><a href="/x">@heron</a> @grue</p>`: {"grue"}, "<pre><code>@heron</code></pre>@grue": {"grue"}, "« @heron »": {"heron"}, "&lt;@heron": {"heron"},
		"@" + strings.Repeat("a", 200): {strings.Repeat("a", 100)},
	} {
		if got := mention.Find(html); !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", html, got, want)
		}
	}
	var many strings.Builder
	for n := range 30 {
		many.WriteString("@p" + strconv.Itoa(n) + " ")
	}
	if got := mention.Find(many.String()); len(got) != mention.Most+1 {
		t.Errorf("%d named", len(got))
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	known := func(slug string) string {
		if slug == "heron" {
			return "/fiches/heron"
		}
		return ""
	}
	for html, want := range map[string]string{
		"<p>@heron et @grue</p>":       `<p><a href="/fiches/heron">@heron</a> et @grue</p>`,
		`<a href="/x">@heron</a>`:      `<a href="/x">@heron</a>`,
		"<code>@heron</code>":          "<code>@heron</code>",
		"a@heron @heron-":              `a@heron <a href="/fiches/heron">@heron</a>-`,
		"<p>1 &lt; 2 &amp; @heron</p>": `<p>1 &lt; 2 &amp; <a href="/fiches/heron">@heron</a></p>`,
		"<p>@heron":                    `<p><a href="/fiches/heron">@heron</a>`,
		"<p":                           "<p",
	} {
		if got := mention.Link(html, known); got != want {
			t.Errorf("%q: %q, want %q", html, got, want)
		}
	}
}

// Whatever the text, links are all that is added.
func FuzzLink(f *testing.F) {
	for _, seed := range []string{"", "@a", "<p>@heron</p>", "<a>@x", "@@a@b", "<code>@a</code>@a", "é@a ñ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, html string) {
		if got := mention.Link(html, func(string) string { return "" }); got != html {
			t.Errorf("%q became %q", html, got)
		}
		linked := mention.Link(html, func(string) string { return "/f" })
		if got := strings.ReplaceAll(strings.ReplaceAll(linked, `<a href="/f">`, ""), "</a>", ""); got != strings.ReplaceAll(strings.ReplaceAll(html, `<a href="/f">`, ""), "</a>", "") {
			t.Errorf("%q became %q", html, linked)
		}
	})
}
