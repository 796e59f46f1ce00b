package public

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	brotli "github.com/molecule-man/go-brrr"
)

var tree = fstest.MapFS{
	"css/1.css":       {Data: []byte(`@font-face { src: url("../dist/f.woff2") } b { background: url("../img/none.svg") }` + strings.Repeat(" ", 500))},
	"css/2.css":       {Data: []byte("/* Why it is\nred. */\nb { color: red }\n")},
	"dist/f.woff2":    {Data: []byte("a font")},
	"dist/.keep":      {},
	"dist/README.md":  {Data: []byte("not to be served")},
	"js/a.js":         {Data: []byte(strings.Repeat("let a = 1;\n", 100))},
	"img/drawing.svg": {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
}

func TestNamesFollowContent(t *testing.T) {
	t.Parallel()
	s := load(tree)
	form := regexp.MustCompile(`^/public/js/a\.[0-9a-f]{10}\.js$`)
	before := s.byName["js/a.js"].url
	if !form.MatchString(before) {
		t.Errorf("url %s", before)
	}
	changed := fstest.MapFS{"js/a.js": {Data: []byte("let a = 2;")}}
	if after := load(changed).byName["js/a.js"].url; after == before {
		t.Error("another content has the same name")
	}
	if again := load(tree).byName["js/a.js"].url; again != before {
		t.Error("the same content has another name")
	}
}

func TestStylesNameFingerprints(t *testing.T) {
	t.Parallel()
	s := load(tree)
	css := string(s.byName[sheet].body)
	if want := `url("` + s.byName["dist/f.woff2"].url + `")`; !strings.Contains(css, want) {
		t.Errorf("%s is not in %s", want, css)
	}
	if !strings.HasSuffix(css, "  b { color: red }\n") {
		t.Errorf("the files are not joined in order, or with their comments: %s", css)
	}
	if !strings.Contains(css, `url("../img/none.svg")`) {
		t.Error("a reference that leads nowhere was changed")
	}
	font := load(fstest.MapFS{"css/1.css": tree["css/1.css"], "dist/f.woff2": {Data: []byte("another font")}})
	if font.byName[sheet].url == s.byName[sheet].url {
		t.Error("the style sheet keeps its name when its font changes")
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	s := load(tree)
	for _, test := range []struct{ name, accept, encoding string }{
		{"js/a.js", "gzip, deflate, br, zstd", "br"}, {"js/a.js", "gzip", "gzip"}, {"js/a.js", "", ""}, {"js/a.js", "br;q=0, gzip;q=0.5", "gzip"}, {"js/a.js", "br; q=0.0", ""},
		{"js/a.js", "brotli", ""}, {sheet, "br;q=1.0", "br"}, {"dist/f.woff2", "br", ""}, {"img/drawing.svg", "br", "br"},
	} {
		f := s.byName[test.name]
		a, ok := s.get(f.url, test.accept)
		if !ok || a.Encoding != test.encoding || !a.Fixed {
			t.Errorf("%s for %q: %v %q fixed %v", test.name, test.accept, ok, a.Encoding, a.Fixed)
		}
		if got := unpacked(t, a); !bytes.Equal(got, f.body) {
			t.Errorf("%s for %q does not unpack", test.name, test.accept)
		}
	}
	if a, ok := s.get("/public/js/a.js", ""); !ok || a.Fixed {
		t.Error("a plain name must be served, but not for ever")
	}
	for _, path := range []string{"/public/js/none.js", "/public/", "/public/dist/.keep", "/public/dist/README.md", "/public/../public.go", "/public/js/a.0000000000.js", ""} {
		if _, ok := s.get(path, "br"); ok {
			t.Errorf("%q is served", path)
		}
	}
}

func unpacked(t *testing.T, a Answer) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(a.Body)
	var err error
	switch a.Encoding {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		r, err = gzip.NewReader(r)
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestEmbedded checks the files that are always there; those of npm may be missing on a bare clone.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"css/partant.css", "js/partant.js", "js/passkey.js", "js/direct.js", "js/directory.js", "js/names.js", "js/door.js", "js/door-worker.js", "js/signout.js", "img/rien.svg", "img/favicon.svg", "img/favicon.png", "img/partage.png"} {
		if a, ok := Get(URL(name), "br"); !ok || len(a.Body) == 0 || !a.Fixed {
			t.Errorf("%s is not served", name)
		}
	}
	if got := URL("js/none.js"); got != "/public/js/none.js" {
		t.Errorf("a missing file is %s", got)
	}
	for _, page := range [][]string{{"js/partant.js", "js/direct.js", "js/names.js"}, {"js/partant.js", "js/direct.js", "js/directory.js"}, {"js/partant.js", "js/direct.js", "js/passkey.js"}, {"js/partant.js", "js/direct.js", "js/signout.js"}, {"js/partant.js", "js/door.js"}} {
		sum := 0
		for _, name := range page {
			script, err := fs.ReadFile(embedded, name)
			if err != nil {
				t.Error(err)
			}
			sum += len(script)
		}
		most := 10 << 10
		if slices.Contains(page, "js/door.js") { // a program of its own, for those at a door: it works without network
			most = 16 << 10
		}
		if sum > most {
			t.Errorf("our own scripts of a page, %v, have %d bytes, at most %d", page, sum, most)
		}
	}
}
