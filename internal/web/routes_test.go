package web_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/views"
)

var update = flag.Bool("update", false, "write testdata/routes.txt anew, to be read before it is committed")

const routesFile = "testdata/routes.txt"

// route is one line of the site's map: a method, a path and the status that each role gets.
type route struct {
	method, path string
	statuses     [len(roles)]int
}

func (r route) String() string {
	line := fmt.Sprintf("%-5s %-38s", r.method, r.path)
	for i, role := range roles {
		line += fmt.Sprintf(" %*d", len(role), r.statuses[i])
	}
	return line
}

const routesHead = `# Every route of the site and what each role gets: the truth that TestRoutes holds the site against.
# 303 on a GET leads a visitor to the sign-in; 401 and 403 are refusals; 404 of the first administrator: the link is unknown.
# Other is a member who owns another page than the one asked for.
`

// served are the routes that the program has.
func served(h *house) (routes []route) {
	for _, r := range h.Web().GetRoutes(true) {
		if r.Method != http.MethodHead {
			routes = append(routes, route{method: r.Method, path: r.Path})
		}
	}
	slices.SortFunc(routes, func(a, b route) int { return strings.Compare(a.path+" "+a.method, b.path+" "+b.method) })
	return routes
}

// TestRoutes asks for every route in every role.
func TestRoutes(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	lines := []string{routesHead + "#     " + fmt.Sprintf("%-38s", "") + " " + strings.Join(roles[:], " ")}
	for _, r := range served(c.h) {
		for i, role := range roles {
			r.statuses[i] = c.try(r, role).StatusCode
		}
		lines = append(lines, r.String())
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(routesFile, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(routesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is not what the site does (-file +site):\n%s", routesFile, diff)
	}
}

// try asks for a route as a role would: with a form rightly filled and the token of the session, of a new page where something may change.
func (c *cast) try(r route, role string) *answer {
	c.h.t.Helper()
	b := c.again(role)
	if r.method == http.MethodGet {
		return b.get(c.at(r.path, c.page))
	}
	p := c.fresh()
	if strings.HasPrefix(r.path, "/api/") {
		return c.program(role).asks(r.method, c.at(r.path, p), c.sent(r, p), header("If-Match", "*"))
	}
	form := c.form(r.path, p)
	if role != "visitor" {
		form.Set(views.FieldToken, b.token())
	}
	return b.post(c.at(r.path, p), form)
}

// Each route answers HEAD where it answers GET, with the same status and no body.
func TestHead(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	for _, r := range served(c.h) {
		if r.method != http.MethodGet {
			continue
		}
		for _, role := range []string{"visitor", "owner"} {
			path := c.at(r.path, c.page)
			get, head := c.of[role].get(path), c.of[role].do(http.MethodHead, path, nil)
			if head.StatusCode != get.StatusCode || len(head.body) != 0 {
				t.Errorf("HEAD %s as %s: %d and %d bytes; GET: %d", path, role, head.StatusCode, len(head.body), get.StatusCode)
			}
			if got, want := head.ContentLength, get.ContentLength; got != want && !strings.Contains(get.Header.Get("Cache-Control"), "no-store") {
				t.Errorf("HEAD %s as %s says %d bytes, GET %d", path, role, got, want)
			}
		}
	}
}

// A method that a path does not know is refused with those it knows.
func TestOtherMethods(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	known := map[string][]string{}
	for _, r := range served(c.h) {
		known[c.at(r.path, c.page)] = append(known[c.at(r.path, c.page)], r.method)
	}
	for path, methods := range known {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"} {
			if slices.Contains(methods, method) {
				continue
			}
			a := c.of["visitor"].do(method, path, nil)
			if a.StatusCode != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %d, want 405", method, path, a.StatusCode)
				continue
			}
			for _, m := range methods {
				if allow := a.Header.Get("Allow"); !strings.Contains(allow, m) && method != "TRACE" && method != "CONNECT" && method != "BREW" {
					t.Errorf("%s %s: Allow is %q, want %s in it", method, path, allow, m)
				}
			}
		}
	}
}

// Upper case does not open what lower case closes, nor do doubled slashes or dots.
func TestGuardsCannotBeSpelledRound(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	slug := c.page.Slug
	for _, path := range []string{
		"/FICHES/" + slug + "/modifier", "/fiches/" + slug + "/MODIFIER", "/fiches/" + slug + "//modifier", "//fiches/" + slug + "/modifier",
		"/fiches/" + slug + "/%6dodifier", "/fiches/" + slug + "%2Fmodifier", "/fiches/" + slug + "/./modifier", "/fiches/x/../" + slug + "/modifier",
		"/fiches/" + slug + "/modifier/", "/fiches/" + slug + "/modifier;x", "/fiches/" + slug + "/modifier%20", "/fiches/" + slug + "/modifier%00",
		"/%2e%2e/fiches/" + slug + "/modifier", "/fiches%252F" + slug + "%252Fmodifier", "/public/../compte", "/public/%2e%2e/compte", "/public/..%2f..%2fgo.mod",
		"/public/css/", "/public/", "/public", "/Compte", "/COMPTE", "/compte%2f", "/compte/.",
	} {
		if a := c.of["visitor"].get(path); a.StatusCode == http.StatusOK {
			t.Errorf("%s: 200 %s", path, strconv.Quote(a.main()))
		}
	}
}
