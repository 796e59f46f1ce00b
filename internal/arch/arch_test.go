// Package arch holds the plan of the house as a test: imports look down only, and each library has one home.
package arch

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// heights is the table of floors. A package belongs to the longest prefix that fits, and imports strictly lower ones.
var heights = map[string]int{
	// words
	"internal/fault": 0, "internal/unseen": 1, "internal/debt": 0, "internal/geo": 0, "internal/clock": 0, "internal/viewer": 0, "internal/table": 1,
	"internal/sketch": 0, "internal/lang": 0, "internal/picture": 0, "internal/document": 2, "internal/id": 1, "internal/text": 1, "internal/page": 1, "internal/host": 1, "internal/seal": 1,
	// domains
	"internal/config": 10, "internal/region": 10, "internal/activity": 10, "internal/account": 10, "internal/profile": 10,
	"internal/search": 10, "internal/limit": 10, "internal/mail": 10, "internal/signin": 10,
	"internal/message": 10, "internal/comment": 10, "internal/discussion": 10, "internal/moderation": 10, "internal/trap": 10,
	"internal/follow": 10, "internal/post": 10, "internal/live": 10, "internal/reaction": 10, "internal/distance": 10, "internal/subscriber": 10, "internal/reading": 10, "internal/identification": 10, "internal/rendezvous": 10, "internal/mention": 1, "internal/media": 10, "internal/recommendation": 10, "internal/event": 10, "internal/minutes": 10, "internal/webhook": 10, "internal/club": 10, "internal/contact": 10,
	// what joins domains: first the words for codes, then the flows
	"internal/territory": 20, "internal/claim": 20, "internal/catalog": 21, "internal/directory": 21, "internal/welcome": 21, "internal/demo": 21, "internal/mailroom": 23, "internal/locate": 21,
	"internal/notify": 20, "internal/feed": 21, "internal/thread": 21, "internal/convene": 21, "internal/relay": 21, "internal/standing": 21, "internal/retract": 21,
	"internal/leave": 22, "internal/intake": 22, "internal/suggestion": 22, "internal/figures": 22, "internal/concordance": 22, "internal/export": 21, "internal/treatment": 21, "internal/digest": 22,
	// what ports promise, and the servers that tests need
	"internal/testrig": 20, "internal/search/french": 11,
	"internal/store/storetest": 24, "internal/search/searchtest": 22, "internal/search/searchtest/corpus": 21, "internal/limit/limittest": 22,
	"internal/mail/mailtest": 22, "internal/media/mediatest": 22,
	// drivers: one outside library each
	"internal/store": 30, "internal/store/sqlite/sqlitetest": 31, "internal/search/embedded": 30, "internal/search/meili": 30, "internal/limit/memory": 30,
	"internal/password": 30, "internal/markdown": 30, "internal/metrics": 30,
	"internal/mail/smtp": 30, "internal/mail/outbox": 30, "internal/mail/eml": 29, "internal/signin/goth": 30,
	"internal/breaker": 29, "internal/geocode": 30, "internal/geocode/geocodetest": 22,
	"internal/media/imaging": 30, "internal/media/sniff": 30, "internal/media/disk": 30, "internal/media/gridfs": 30,
	"internal/proof": 30, "internal/totp": 30, "internal/passkey": 30, "internal/qr": 30, "internal/calendar": 30, "internal/vcard": 30, "internal/syndication": 30, "internal/diff": 30, "internal/outside": 29, "internal/glimpse": 30, "internal/courier": 30, "internal/poster": 30,
	// pages, HTTP, wiring, commands
	"public": 39, "views": 40, "views/sample": 41, "internal/web": 41, "internal/app": 50, "cmd": 60, "tools": 60, "internal/arch": 0,
}

// homes says where each direct dependency may be imported (docs/architecture.md gives the reason for each).
var homes = map[string][]string{
	"github.com/gofiber/fiber":                                 {"internal/web", "internal/app", "tools/bench"},
	"github.com/valyala/fasthttp":                              {"internal/web"},
	"github.com/a-h/templ":                                     {"views", "internal/web", "tools/gallery"},
	"github.com/ncruces/go-sqlite3":                            {"internal/store/sqlite", "internal/search/embedded"},
	"go.mongodb.org/mongo-driver":                              {"internal/store/mongo", "internal/media/gridfs", "internal/testrig"},
	"github.com/meilisearch/meilisearch-go":                    {"internal/search/meili"},
	"github.com/sony/gobreaker":                                {"internal/breaker"},
	"github.com/alecthomas/kong":                               {"cmd/partant"},
	"github.com/schollz/progressbar":                           {"cmd/partant"},
	"github.com/google/uuid":                                   {"internal/id"},
	"github.com/arran4/golang-ical":                            {"internal/calendar"},
	"github.com/emersion/go-vcard":                             {"internal/vcard"},
	"github.com/teambition/rrule-go":                           {"internal/calendar"},
	"github.com/gorilla/feeds":                                 {"internal/syndication"},
	"github.com/yuin/goldmark":                                 {"internal/markdown"},
	"github.com/microcosm-cc/bluemonday":                       {"internal/markdown"},
	"github.com/prometheus/client_golang":                      {"internal/metrics"},
	"github.com/maypok86/otter":                                {"internal/web", "internal/limit/memory", "internal/store/kept"},
	"github.com/molecule-man/go-brrr":                          {"public"},
	"golang.org/x/crypto":                                      {"internal/password", "internal/seal"},
	"golang.org/x/sync":                                        {"internal/password"},
	"github.com/google/go-cmp":                                 {"internal/store/storetest", "internal/search/searchtest", "internal/mail/mailtest"},
	"golang.org/x/text":                                        {"internal/text"},
	"github.com/wneessen/go-mail":                              {"internal/mail/smtp", "internal/mail/eml"},
	"github.com/emersion/go-smtp":                              {"internal/mail/mailtest"},
	"github.com/emersion/go-sasl":                              {"internal/mail/mailtest"},
	"golang.org/x/net/idna":                                    {"internal/host", "internal/mail/eml"},
	"golang.org/x/net/html":                                    {"internal/glimpse"},
	"golang.org/x/net/publicsuffix":                            {"internal/host"},
	"code.dny.dev/ssrf":                                        {"internal/outside", "internal/proof"},
	"github.com/pquerna/otp":                                   {"internal/totp"},
	"github.com/standard-webhooks/standard-webhooks/libraries": {"internal/courier"},
	"github.com/boombuler/barcode":                             {"internal/qr"},
	"github.com/go-webauthn/webauthn":                          {"internal/passkey"},
	"github.com/markbates/goth":                                {"internal/signin/goth"},
	"github.com/coreos/go-oidc":                                {"internal/signin/goth"},
	"github.com/disintegration/imaging":                        {"internal/media/imaging"},
	"github.com/gabriel-vasile/mimetype":                       {"internal/media/sniff"},
	"golang.org/x/image":                                       {"internal/media/imaging", "internal/poster"},
	"golang.org/x/oauth2":                                      {"internal/signin/goth"},
	"github.com/sergi/go-diff":                                 {"internal/diff"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

// packages asks the go command once for every package of the module.
func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "partant/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 20 {
		t.Fatalf("only %d packages: the test looks at the wrong place", len(all))
	}
	return all
}

// height returns the floor of a package of ours.
func height(path string) (floor int, known bool) {
	path = strings.TrimPrefix(path, "partant/")
	longest := -1
	for prefix, h := range heights {
		if under(path, prefix) && len(prefix) > longest {
			floor, longest = h, len(prefix)
		}
	}
	return floor, longest >= 0
}

// under reports whether path is prefix or lies below it.
func under(path, prefix string) bool { return path == prefix || strings.HasPrefix(path, prefix+"/") }

func TestImportsLookDown(t *testing.T) {
	for _, p := range packages(t) {
		floor, known := height(p.ImportPath)
		if !known {
			t.Errorf("%s has no floor: add it to the table", p.ImportPath)
		}
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, "partant/") {
				continue
			}
			if below, _ := height(imported); below >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d)", p.ImportPath, floor, imported, below)
			}
		}
	}
}

func TestLibrariesStayHome(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			for library, allowed := range homes {
				if under(imported, library) && !home(strings.TrimPrefix(p.ImportPath, "partant/"), allowed) {
					t.Errorf("%s imports %s, whose home is %v", p.ImportPath, imported, allowed)
				}
			}
		}
	}
}

func home(path string, allowed []string) bool {
	for _, prefix := range allowed {
		if under(path, prefix) {
			return true
		}
	}
	return false
}

// Every library that is imported must have a home: a new one is a decision.
func TestEveryLibraryHasAHome(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") || strings.HasPrefix(imported, "partant/") {
				continue
			}
			if !listed(imported) {
				t.Errorf("%s imports %s, which has no home", p.ImportPath, imported)
			}
		}
	}
}

func listed(imported string) bool {
	for library := range homes {
		if under(imported, library) {
			return true
		}
	}
	return false
}
