package glimpse_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"partant/internal/fault"
	"partant/internal/glimpse"
	"partant/internal/outside"
	"partant/internal/post"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var base = &url.URL{Scheme: "http", Host: "partant.test"}

// sites is a server that is every site of the Web, by http.
func sites(t *testing.T, serve http.HandlerFunc) *glimpse.Looker {
	t.Helper()
	server := httptest.NewServer(serve)
	t.Cleanup(server.Close)
	lab := outside.One(netip.MustParseAddrPort(server.Listener.Addr().String()))
	lab.Patience = 10 * time.Second
	return glimpse.New(base, lab)
}

func page(w http.ResponseWriter, head string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!doctype html><html><head>%s</head><body><title>corps</title></body></html>", head)
}

// dot is a small picture.
func dot(t *testing.T) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPeek(t *testing.T) {
	t.Parallel()
	picture := dot(t)
	l := sites(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/img/a.png" && r.Host == "www.exemple.fr" {
			w.Header().Set("Content-Type", "image/png")
			w.Write(picture)
			return
		}
		if r.Header.Get("Cookie") != "" || !strings.Contains(r.UserAgent(), "partant.test") {
			t.Errorf("%v", r.Header)
		}
		page(w, `<title>Titre de l'onglet</title><meta name="description" content="Autre"><meta property="og:title" content=" L'été  &amp; la &lt;b&gt;Loire ">
			<meta property="og:description" content="Une phrase."><meta property="og:image" content="/img/a.png"><meta property="og:site_name" content="Le site">`)
	})
	got, err := l.Peek(t.Context(), "http://www.exemple.fr/article?x=1#bas")
	want := post.Glimpse{Title: "L'été & la <b>Loire", Description: "Une phrase.", Site: "Le site", Picture: picture}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(diff, err)
	}
}

func TestPeekPlain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		head string
		want post.Glimpse
	}{
		"a title":           {"<title>\n Bonjour\t</title>", post.Glimpse{Title: "Bonjour", Site: "exemple.fr"}},
		"nothing":           {"", post.Glimpse{}},
		"an empty title":    {"<title> </title><meta name=description content=x>", post.Glimpse{}},
		"behind the body":   {"</head><body><title>x</title>", post.Glimpse{}},
		"turned about":      {"<title>a\u202Eb\u2066c</title>", post.Glimpse{Title: "abc", Site: "exemple.fr"}},
		"a picture inside":  {`<title>a</title><meta property="og:image" content="http://127.0.0.1/x.png">`, post.Glimpse{Title: "a", Site: "exemple.fr"}},
		"a picture of none": {`<title>a</title><meta property="og:image" content="javascript:alert(1)">`, post.Glimpse{Title: "a", Site: "exemple.fr"}},
		"a script":          {`<script>"<title>b</title>"</script><title>a</title>`, post.Glimpse{Title: "a", Site: "exemple.fr"}},
	} {
		l := sites(t, func(w http.ResponseWriter, _ *http.Request) { page(w, c.head) })
		if got, err := l.Peek(t.Context(), "http://exemple.fr/"); err != nil || !cmp.Equal(got, c.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	long := sites(t, func(w http.ResponseWriter, _ *http.Request) {
		page(w, "<title>"+strings.Repeat("long ", 500)+"</title>")
	})
	if got, err := long.Peek(t.Context(), "http://exemple.fr/"); err != nil || len([]rune(got.Title)) > post.MaxPreviewTitle {
		t.Errorf("%d, %v", len(got.Title), err)
	}
	latin := sites(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		w.Write([]byte("<title>\xe9t\xe9</title>"))
	})
	if got, err := latin.Peek(t.Context(), "http://exemple.fr/"); err != nil || got.Title != "été" {
		t.Errorf("%q, %v", got.Title, err)
	}
}

// What is no page of somebody else's site is never asked.
func TestNeverAsked(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	l := sites(t, func(w http.ResponseWriter, _ *http.Request) { asked.Add(1); page(w, "<title>x</title>") })
	for _, address := range []string{"", "exemple.fr", "/x", "ftp://exemple.fr/", "file:///etc/passwd", "javascript:alert(1)", "http://127.0.0.1/", "http://127.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/",
		"http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data", "http://localhost/", "http://machine/", "http://a.local/", "http://a.internal/", "http://exemple.fr:8080/", "http://qui:quoi@exemple.fr/",
		"http://partant.test/", "http://exemple.fr@127.0.0.1/", "http://exemple.fr/" + strings.Repeat("x", 3000)} {
		if _, err := l.Peek(t.Context(), address); !errors.Is(err, fault.NotFound) {
			t.Errorf("%.60q: %v", address, err)
		}
	}
	if asked.Load() != 0 {
		t.Error(asked.Load(), "were asked")
	}
}

// A name that leads inside is not connected to, whatever the DNS says: here every name leads to the loopback, which is shut.
func TestInside(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	lab := outside.One(netip.MustParseAddrPort(server.Listener.Addr().String()))
	lab.Networks = nil
	if _, err := glimpse.New(base, lab).Peek(t.Context(), "http://exemple.fr/"); !errors.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	if asked.Load() != 0 {
		t.Error("it was asked")
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]error{"http://autre.exemple.fr/fin": nil, "/fin": nil, "http://127.0.0.1/fin": fault.NotFound, "http://localhost/fin": fault.NotFound, "ftp://exemple.fr/fin": fault.NotFound,
		"http://partant.test/fin": fault.NotFound, "http://exemple.fr:22/fin": fault.NotFound, "/ailleurs": fault.NotFound} {
		l := sites(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/fin" {
				page(w, "<title>fin</title>")
				return
			}
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		})
		if got, err := l.Peek(t.Context(), "http://exemple.fr/debut"); !errors.Is(err, want) || want == nil && got.Title != "fin" {
			t.Errorf("%q: %+v, %v", to, got, err)
		}
	}
}

// What is no page, too heavy, or pressed together says nothing; what is away may be tried again.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  error
	}{
		"a document": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/pdf")
			w.Write([]byte("<title>x</title>"))
		}, fault.NotFound},
		"missing":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, fault.NotFound},
		"broken":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, fault.Unavailable},
		"too many": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }, fault.Unavailable},
		"pressed": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			page(w, "<title>x</title>")
		}, fault.NotFound},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for range 3000 {
				if _, err := w.Write(bytes.Repeat([]byte("<p>"), 1000)); err != nil {
					return
				}
			}
		}, nil},
	} {
		if got, err := sites(t, c.serve).Peek(t.Context(), "http://exemple.fr/"); !errors.Is(err, c.want) || got.Title != "" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// A site that never ends its answer is left alone.
func TestSlow(t *testing.T) {
	t.Parallel()
	free := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-free:
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	defer close(free)
	lab := outside.One(netip.MustParseAddrPort(server.Listener.Addr().String()))
	lab.Patience = 50 * time.Millisecond
	if _, err := glimpse.New(base, lab).Peek(t.Context(), "http://exemple.fr/"); !errors.Is(err, fault.Unavailable) {
		t.Error(err)
	}
}

func TestFirst(t *testing.T) {
	t.Parallel()
	l := glimpse.New(base, outside.Lab{})
	for html, want := range map[string]string{
		"": "", "<p>rien</p>": "", `<a href="/fiches/x">@x</a>`: "", `<a href="mailto:a@exemple.fr">a</a>`: "",
		`<p><a href="/fiches/x">@x</a> <a href="https://exemple.fr/a?b=1&amp;c=2" rel="x">ici</a> <a href="https://autre.fr">là</a></p>`: "https://exemple.fr/a?b=1&c=2",
		`<a href="http://127.0.0.1/">a</a><a href="http://exemple.fr">b</a>`:                                                             "http://exemple.fr", `<a href="http://partant.test/fil">a</a>`: "",
	} {
		if got := l.First(html); got != want {
			t.Errorf("%s: %q", html, got)
		}
	}
}

func FuzzPeek(f *testing.F) {
	f.Add("<title>a</title><meta property=og:image content=x>")
	f.Fuzz(func(t *testing.T, body string) {
		l := sites(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte(body))
		})
		got, err := l.Peek(t.Context(), "http://exemple.fr/")
		if err == nil && (strings.ContainsAny(got.Title+got.Description+got.Site, "\n\x00\u202e") || len([]rune(got.Title)) > post.MaxPreviewTitle) {
			t.Errorf("%q", got)
		}
	})
}
