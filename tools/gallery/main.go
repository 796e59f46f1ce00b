// Gallery serves every page of package views in its states, filled with invented data, on a loopback port: to look at them.
package main

import (
	"bytes"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"sort"

	"partant/public"
	"partant/views"
	"partant/views/sample"

	"github.com/a-h/templ"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func main() {
	addr := "127.0.0.1:4600"
	if len(os.Args) > 1 {
		addr = os.Args[1]
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Fprintln(os.Stderr, "http://"+listener.Addr().String()+"/liste")
	log.Fatal(http.Serve(listener, routes()))
}

func routes() http.Handler {
	mux := http.NewServeMux()
	var paths []string
	for _, p := range sample.Pages() {
		paths = append(paths, p.Path)
		pattern := p.Path
		if pattern == "/" {
			pattern = "/{$}"
		}
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { draw(w, r, p) })
	}
	sort.Strings(paths)
	mux.HandleFunc("/liste", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		for _, p := range paths {
			fmt.Fprintln(w, p)
		}
	})
	mux.HandleFunc(sample.BasePath, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		if err := views.Base(sample.Base()).Render(r.Context(), w); err != nil {
			log.Print(err)
		}
	})
	photo := sample.Photo(800, 500)
	mux.HandleFunc(sample.PhotoPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		if _, err := w.Write(photo); err != nil {
			log.Print(err)
		}
	})
	mux.HandleFunc(public.Prefix, files)
	return mux
}

func draw(w http.ResponseWriter, r *http.Request, p sample.Page) {
	component := p.Draw
	if r.Header.Get("HX-Request") != "" && p.Path == "/annuaire" {
		component = results(r)
	}
	var body bytes.Buffer
	if err := component.Render(r.Context(), &body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", policy)
	if r.URL.Query().Get("ok") == "" { // ?ok=1 answers 200 whatever the state, for checkers that stop at errors
		w.WriteHeader(p.Status)
	}
	if _, err := body.WriteTo(w); err != nil {
		log.Print(err)
	}
}

// results answers as the directory does while somebody types.
func results(r *http.Request) templ.Component {
	p := sample.Directory()
	p.Ask.Text = r.URL.Query().Get("q")
	p.Total = len(p.Ask.Text)
	for i, o := range p.Facets[0].Options {
		p.Facets[0].Options[i].On = slices.Contains(r.URL.Query()["type"], o.Value)
	}
	return views.DirectoryResults(p)
}

func files(w http.ResponseWriter, r *http.Request) {
	a, ok := public.Get(r.URL.Path, r.Header.Get("Accept-Encoding"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.Type)
	if a.Encoding != "" {
		w.Header().Set("Content-Encoding", a.Encoding)
	}
	if _, err := w.Write(a.Body); err != nil {
		log.Print(err)
	}
}
