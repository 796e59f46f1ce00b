package web_test

import (
	"net/http"
	"testing"
)

// Programs are visitors, whatever cookies they bring: all of them read the same answer, from memory.
func TestProgramsReadTheSame(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	for _, path := range []string{"/api/v1/profiles/" + c.page.Slug, "/api/v1/profiles?q=heron", "/api/v1/openapi.json"} {
		want := c.of["visitor"].get(path).is(http.StatusOK)
		for _, role := range roles {
			got := c.of[role].get(path).is(http.StatusOK)
			if tag := got.Header.Get("ETag"); tag == "" || tag != want.Header.Get("ETag") || string(got.body) != string(want.body) {
				t.Errorf("%s as %s: another answer, ETag %q", path, role, tag)
			}
			if len(got.Header.Values("Set-Cookie")) > 0 || got.Header.Get("Cache-Control") != "no-cache" {
				t.Errorf("%s as %s: %v", path, role, got.Header)
			}
		}
	}
	refused := c.of["owner"].get("/api/v1/profiles/nobody").is(http.StatusNotFound)
	if got := refused.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a refusal may be kept: %q", got)
	}
}
