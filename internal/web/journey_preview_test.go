package web_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"partant/internal/config"
	"partant/internal/post"
	"partant/internal/viewer"
	"partant/views"
)

// linkTo is a site that publications link to; it counts who comes.
func linkTo(t *testing.T, came *atomic.Int64) *httptest.Server {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 400, 300))); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		came.Add(1)
		if strings.HasSuffix(r.URL.Path, ".png") {
			w.Header().Set("Content-Type", "image/png")
			w.Write(picture.Bytes())
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<html><head><title>L'atelier &lt;script&gt;alert(1)&lt;/script&gt;</title><meta property="og:description" content="Deux ans à Olivet."><meta property="og:image" content="/a.png"></head></html>`)
	}))
	t.Cleanup(server.Close)
	return server
}

// The server looks once at what a publication links to; readers see it without going there, until the author wants it gone.
func TestLinkPreview(t *testing.T) {
	t.Parallel()
	var came atomic.Int64
	server := linkTo(t, &came)
	h := open(t, func(c *config.Config) { c.LinkPreviews, c.ProofAt = config.On, server.Listener.Addr().String() })
	b, _, company := speaker(h)
	h.verified(company, b)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Un apprenti"}, post.FieldBody: {"Lisez http://exemple.fr/apprenti"}}).is(http.StatusSeeOther)
	v := h.visit()
	for end := time.Now().Add(time.Minute); len(v.get("/publications/un-apprenti").is(http.StatusOK).all(".linked img")) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nothing is shown of the link")
		}
	}
	a := v.get("/publications/un-apprenti")
	a.has(".linked b", "L'atelier <script>alert(1)</script>")
	a.has(".linked", "Deux ans à Olivet.", "exemple.fr")
	a.counts(`.linked[href="http://exemple.fr/apprenti"][rel~=nofollow]`, 1)
	picture := attribute(a.one(".linked img"), "src")
	v.get(picture).is(http.StatusOK)
	v.get("/fil").counts(".news .linked", 1)
	if came.Load() != 2 {
		t.Errorf("the site was asked %d times", came.Load())
	}
	b.get("/publications/un-apprenti/modifier").submit("main form", url.Values{post.FieldNoPreview: {"oui"}, views.FieldDo: {views.DoPublish}}).is(http.StatusSeeOther)
	v.get("/publications/un-apprenti").is(http.StatusOK).counts(".linked", 0)
	v.get(picture).is(http.StatusNotFound)
	b.get("/publications/un-apprenti/modifier").counts("input[name=sans_apercu][checked]", 1)
}

// A site that says so has nobody look at anything.
func TestLinkPreviewOff(t *testing.T) {
	t.Parallel()
	var came atomic.Int64
	server := linkTo(t, &came)
	h := open(t, func(c *config.Config) { c.LinkPreviews, c.ProofAt = config.Off, server.Listener.Addr().String() })
	b, _, company := speaker(h)
	h.verified(company, b)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Un apprenti"}, post.FieldBody: {"Lisez http://exemple.fr/apprenti"}}).is(http.StatusSeeOther)
	p, err := h.Posts.BySlug(t.Context(), viewer.Viewer{}, "un-apprenti")
	if err != nil || p.Preview != nil || came.Load() != 0 {
		t.Errorf("%+v, %v, %d", p.Preview, err, came.Load())
	}
}
