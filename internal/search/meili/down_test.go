package meili

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/search"
	"partant/internal/search/french"
)

// stub returns an index on a server that answers as it is told.
func stub(t *testing.T, answer http.HandlerFunc) *Index {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return at(t, server.URL)
}

func at(t *testing.T, url string) *Index {
	t.Helper()
	x, err := Open(t.Context(), Config{URL: url, SearchKey: "r", AdminKey: "w", Prefix: "p", Lexicon: french.Directory()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// verbs are all the calls that need the server.
func verbs(x *Index) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"search": func(ctx context.Context) error { return searchAll(ctx, x) },
		"put":    func(ctx context.Context) error { _, err := x.Put(ctx, search.Document{ID: "a"}); return err },
		"delete": func(ctx context.Context) error { _, err := x.Delete(ctx, "a"); return err },
		"wait":   func(ctx context.Context) error { return x.Wait(ctx, "1") },
		"status": func(ctx context.Context) error { _, err := x.Status(ctx); return err },
		"rebuild": func(ctx context.Context) error {
			_, err := x.Rebuild(ctx, func(func(search.Document, error) bool) {})
			return err
		},
	}
}

func searchAll(ctx context.Context, x *Index) error {
	_, err := x.Search(ctx, search.Query{
		Text: "plombier", Page: search.Page{Number: 1, Size: 20}, Marks: true, Facets: []search.Facet{{Field: search.Kind}},
	})
	return err
}

// soon is far above what an error takes (nothing when the server is down, the patience when it hangs) and far below
// what it would take to wait for the server: the machine of the tests does other things too.
const soon = 3 * time.Second

func TestServerDown(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	x := at(t, server.URL)
	for verb, call := range verbs(x) {
		start := time.Now()
		err := call(t.Context())
		if !search.Down(err) || !errors.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", verb, err)
		}
		if took := time.Since(start); took > soon {
			t.Errorf("%s: an error after %v", verb, took)
		}
	}
}

func TestServerThatNeverAnswersIsLeftAlone(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	release := make(chan struct{})
	x := stub(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/multi-search" {
			asked.Add(1)
		}
		<-release
	})
	t.Cleanup(func() { close(release) }) // before the server closes: it waits for what it serves

	for i := range failuresInARow {
		start := time.Now()
		if err := searchAll(t.Context(), x); !search.Down(err) {
			t.Errorf("search %d: %v", i, err)
		}
		if took := time.Since(start); took < defaultPatience || took > soon {
			t.Errorf("search %d: an error after %v", i, took)
		}
	}
	for range 100 {
		if err := searchAll(t.Context(), x); !search.Down(err) {
			t.Fatal(err)
		}
	}
	if n := asked.Load(); n != failuresInARow {
		t.Errorf("the server was asked %d times", n)
	}
}

func TestServerThatComesBackIsUsedAgain(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	x := stub(t, func(w http.ResponseWriter, _ *http.Request) {
		if broken.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"results":[{"hits":[],"totalHits":0}]}`)
	})
	x.breaker = newBreaker(10 * time.Millisecond)
	broken.Store(true)
	for range failuresInARow + 1 {
		if err := searchAll(t.Context(), x); !search.Down(err) {
			t.Fatal(err)
		}
	}
	broken.Store(false)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for searchAll(ctx, x) != nil {
		if ctx.Err() != nil {
			t.Fatal("the index never tried again")
		}
	}
}

func TestGarbageIsUnavailable(t *testing.T) {
	t.Parallel()
	const ok, jsonType = http.StatusOK, "application/json"
	tests := map[string]struct {
		status int
		kind   string
		body   string
	}{
		"a page":             {ok, "text/html", "<!doctype html><title>Bonjour</title>"},
		"nothing":            {ok, jsonType, ""},
		"null":               {ok, jsonType, "null"},
		"a list":             {ok, jsonType, "[]"},
		"an empty object":    {ok, jsonType, "{}"},
		"no results":         {ok, jsonType, `{"results":[]}`},
		"too many results":   {ok, jsonType, `{"results":[{},{}]}`},
		"a null hit":         {ok, jsonType, `{"results":[{"hits":[null]}]}`},
		"a hit without name": {ok, jsonType, `{"results":[{"hits":[{}]}]}`},
		"a strange hit":      {ok, jsonType, `{"results":[{"hits":[{"id":{"a":1}}]}]}`},
		"a strange mark":     {ok, jsonType, `{"results":[{"hits":[{"id":"a","_formatted":7}]}]}`},
		"strange counts":     {ok, jsonType, `{"results":[{"hits":[],"facetDistribution":[1]}]}`},
		"a strange value":    {ok, jsonType, `{"results":[{"hits":[],"facetDistribution":{"facet_kind":{"~":1}}}]}`},
		"cut short":          {ok, jsonType, `{"results":[{"hits":[{"id":`},
		"very deep":          {ok, jsonType, strings.Repeat(`{"results":[`, 100_000)},
		"bad request, mute":  {http.StatusBadRequest, "text/plain", "Bad Request"},
		"another 404":        {http.StatusNotFound, "text/html", "<h1>Not Found</h1>"},
		"forbidden":          {http.StatusForbidden, jsonType, `{"code":"invalid_api_key","type":"auth","message":"m"}`},
		"too many":           {http.StatusTooManyRequests, jsonType, "{}"},
		"broken":             {http.StatusInternalServerError, jsonType, `{"code":"internal","type":"internal"}`},
		"a bad gateway":      {http.StatusBadGateway, "text/html", "<h1>502</h1>"},
	}
	for name, tt := range tests {
		x := stub(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tt.kind)
			w.WriteHeader(tt.status)
			io.WriteString(w, tt.body)
		})
		for verb, call := range verbs(x) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			if err := call(ctx); !errors.Is(err, fault.Unavailable) && (verb == "search" || err == nil || !errors.Is(err, fault.Invalid)) {
				t.Errorf("%s, %s: %v", name, verb, err)
			}
			cancel()
		}
	}
}

func TestTheKeyIsNotCarriedElsewhere(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	x := stub(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	for verb, call := range verbs(x) {
		if err := call(t.Context()); !errors.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", verb, err)
		}
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests went to another server", n)
	}
}

func TestWrongKey(t *testing.T) {
	t.Parallel()
	cfg := config(t)
	open(t, cfg)
	cfg.SearchKey, cfg.AdminKey = "wrong", "wrong too"
	x, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	for verb, call := range verbs(x) {
		if err := call(t.Context()); !errors.Is(err, fault.Unavailable) || strings.Contains(err.Error(), "wrong too") {
			t.Errorf("%s: %v", verb, err)
		}
	}
}

func TestTheCallersOwnEndIsItsOwnError(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	x := stub(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 * failuresInARow { // and it is not held against the server
		if err := searchAll(ctx, x); !errors.Is(err, context.Canceled) || errors.Is(err, fault.Unavailable) {
			t.Fatal(err)
		}
	}
	ctx, cancel = context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := searchAll(ctx, x); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestErrorsDoNotRepeatWhatWasTyped(t *testing.T) {
	t.Parallel()
	x := stub(t, func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
	_, err := x.Search(t.Context(), search.Query{Text: "ma maladie rare", Page: search.Page{Number: 1, Size: 1}})
	if err == nil || strings.Contains(err.Error(), "maladie") {
		t.Error(err)
	}
}
