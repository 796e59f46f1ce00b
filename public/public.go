// Package public serves the site's own files (styles, scripts, drawings, font), embedded in the binary, under names that
// carry a fingerprint of their content: a browser may keep them for ever.
package public

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"

	brotli "github.com/molecule-man/go-brrr"
)

// dist holds what `make assets` copies from npm; its .keep lets a bare clone compile.
//
//go:embed css js img all:dist
var embedded embed.FS

// sheet is the one style sheet: what css holds, joined in the order of the names. A page asks for it once.
const sheet = "css/partant.css"

// Prefix begins the path of every file.
const Prefix = "/public/"

// Forever is the Cache-Control header of an Answer that is Fixed.
const Forever = "public, max-age=31536000, immutable"

// files is read once; what it holds never changes afterwards.
var files = sync.OnceValue(func() *set { return load(embedded) })

// URL returns the path under which a file is served: URL("css/partant.css") is "/public/css/partant.0a1b2c3d4e.css".
// The name of a file that is not there comes back without fingerprint, and Get does not find it.
func URL(name string) string {
	if f, ok := files().byName[name]; ok {
		return f.url
	}
	return Prefix + name
}

// Font is the font of the headings as pictures are written with it (OpenType); nil in a clone where `make assets` has not run.
func Font() []byte {
	body, err := embedded.ReadFile("dist/bricolage-700.ttf")
	if err != nil {
		return nil
	}
	return body
}

// Answer is a file as it is sent.
type Answer struct {
	Body     []byte // shared: do not change it
	Type     string // of its content
	Encoding string // "br", "gzip" or empty
	Fixed    bool   // the path carries the fingerprint: Forever is true
}

// Get returns the file at a path that URL made, or at its plain name, in the smallest form that acceptEncoding (the
// header of the request) allows.
func Get(urlPath, acceptEncoding string) (Answer, bool) {
	return files().get(urlPath, acceptEncoding)
}

type set struct {
	byName map[string]*file // "css/partant.css"
	byURL  map[string]*file
}

type file struct {
	url    string
	mime   string
	body   []byte
	brotli func() []byte // made at the first request: compressing all at start would delay it
	gzip   func() []byte
}

func load(from fs.FS) *set {
	s := &set{byName: map[string]*file{}, byURL: map[string]*file{}}
	var styles []byte
	fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) == ".keep" {
			return nil
		}
		body, _ := fs.ReadFile(from, name) // an embedded file can always be read
		if path.Ext(name) == ".css" {
			styles = append(styles, body...)
		} else {
			s.add(name, body)
		}
		return nil
	})
	s.add(sheet, s.rename(note.ReplaceAll(styles, nil))) // after the files it names
	return s
}

func (s *set) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	f := &file{
		url:    Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext,
		mime:   types[ext],
		body:   body,
		brotli: sync.OnceValue(func() []byte { return toBrotli(body) }),
		gzip:   sync.OnceValue(func() []byte { return toGzip(body) }),
	}
	s.byName[name], s.byURL[f.url] = f, f
}

var (
	types = map[string]string{
		".css":   "text/css; charset=utf-8",
		".js":    "text/javascript; charset=utf-8",
		".svg":   "image/svg+xml",
		".png":   "image/png",
		".ico":   "image/x-icon",
		".woff2": "font/woff2",
		".txt":   "text/plain; charset=utf-8",
	}
	note      = regexp.MustCompile(`(?s)/\*.*?\*/\n?`)
	reference = regexp.MustCompile(`url\("\.\./([^"]+)"\)`)
)

// rename writes fingerprints into the url("../…") of a style sheet.
func (s *set) rename(css []byte) []byte {
	return reference.ReplaceAllFunc(css, func(ref []byte) []byte {
		if f, ok := s.byName[string(reference.FindSubmatch(ref)[1])]; ok {
			return []byte(`url("` + f.url + `")`)
		}
		return ref
	})
}

func (s *set) get(urlPath, accept string) (Answer, bool) {
	f, fixed := s.byURL[urlPath]
	if !fixed {
		f = s.byName[strings.TrimPrefix(urlPath, Prefix)]
	}
	if f == nil || f.mime == "" {
		return Answer{}, false
	}
	a := Answer{Body: f.body, Type: f.mime, Fixed: fixed}
	switch {
	case !f.packs():
	case Accepts(accept, "br"):
		a.Body, a.Encoding = f.brotli(), "br"
	case Accepts(accept, "gzip"):
		a.Body, a.Encoding = f.gzip(), "gzip"
	}
	return a, true
}

// packs reports whether compressing gains anything: fonts and photographs are packed already.
func (f *file) packs() bool { return strings.HasPrefix(f.mime, "text/") || f.mime == types[".svg"] }

// Accepts reports whether Accept-Encoding, as browsers write it, allows a coding; a weight of zero refuses.
func Accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == coding {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && !strings.HasPrefix(weight, "q=0.0")
		}
	}
	return false
}

func toBrotli(b []byte) []byte {
	packed, err := brotli.Compress(b, 11)
	if err != nil {
		panic(err) // only a level out of range fails
	}
	return packed
}

func toGzip(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	w.Write(b) // a buffer takes all
	w.Close()
	return out.Bytes()
}
