package web

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/valyala/fasthttp"

	"partant/internal/directory"
	"partant/internal/region"
	"partant/internal/search"
	"partant/internal/territory"
	"partant/views"
)

var ourProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:ffff::/48")}

// A page is named by its address here, however much of it is copied; that of another site names none.
func TestSlugOfAddress(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]struct {
		slug      string
		isAddress bool
	}{
		"Fédération du Val":                                   {"", false},
		"federation-du-val":                                   {"", false},
		"Bois/Métal":                                          {"", false},
		"/fiches/federation-du-val":                           {"federation-du-val", true},
		"fiches/federation-du-val/":                           {"federation-du-val", true},
		"/clubs/federation-du-val/agenda":                     {"federation-du-val", true},
		"partant.example/fiches/federation-du-val":            {"federation-du-val", true},
		"https://Partant.example/fiches/f%C3%A9d%C3%A9ration": {"federation", true},
		"http://partant.example/fiches/val?suite=x#haut":      {"val", true},
		"http://192.168.1.9:4545/fiches/val":                  {"val", true},
		"http://ailleurs.invalid/fiches/val":                  {"", true},
		"ailleurs.invalid/fiches/val":                         {"", true},
		"http://ailleurs.invalid/partant.example/fiches/val":  {"", true},
		"https://ailleurs.invalid":                            {"", true},
		"ftp://partant.example/fiches/val":                    {"", true},
		"https:///fiches/val":                                 {"", true},
		"":                                                    {"", false},
	} {
		slug, isAddress := slugOfAddress(typed, "partant.example", "192.168.1.9:4545")
		if slug != want.slug || isAddress != want.isAddress {
			t.Errorf("%q is %q, an address: %t", typed, slug, isAddress)
		}
	}
}

func TestForwarded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ peer, header, want string }{
		{"203.0.113.1", "", "203.0.113.1"},
		{"203.0.113.1", "198.51.100.7", "203.0.113.1"}, // a stranger forwards nothing
		{"10.0.0.1", "", "10.0.0.1"},
		{"10.0.0.1", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.1", "192.0.2.1, 198.51.100.7", "198.51.100.7"},
		{"10.0.0.1", "192.0.2.1,198.51.100.7,10.0.0.2", "198.51.100.7"},
		{"10.0.0.1", "198.51.100.7, 10.0.0.3 , 10.0.0.2", "198.51.100.7"},
		{"10.0.0.1", "10.0.0.9", "10.0.0.9"}, // nobody but ours: the furthest
		{"10.0.0.1", "192.0.2.1, client", "10.0.0.1"},
		{"10.0.0.1", "client, 198.51.100.7", "198.51.100.7"},
		{"10.0.0.1", "198.51.100.7:51234", "198.51.100.7"},
		{"10.0.0.1", "[2001:db8::7]:443", "2001:db8::7"},
		{"10.0.0.1", "2001:db8::7", "2001:db8::7"},
		{"10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"},
		{"10.0.0.1", "fe80::1%eth0", "fe80::1"},
		{"10.0.0.1", "198.51.100.7,", "10.0.0.1"},
		{"10.0.0.1", ",,,", "10.0.0.1"},
		{"10.0.0.1", "198.51.100.007", "10.0.0.1"},
		{"10.0.0.1", "198.51.100.7\x00", "10.0.0.1"},
		{"2001:db8:ffff::1", "198.51.100.7", "198.51.100.7"},
		{"2001:db8:fffe::1", "198.51.100.7", "2001:db8:fffe::1"},
	} {
		if got := forwarded(netip.MustParseAddr(c.peer), c.header, ourProxies); got.String() != c.want {
			t.Errorf("%s, %q: %v, want %s", c.peer, c.header, got, c.want)
		}
	}
}

func FuzzForwarded(f *testing.F) {
	for _, seed := range []string{"", "198.51.100.7", "192.0.2.1, 10.0.0.2", "[2001:db8::7]:443, 10.0.0.1", "fe80::1%eth0", ",,,", "x, 10.0.0.1", "1.2.3.4:5:6"} {
		f.Add(seed)
	}
	proxy, stranger := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("203.0.113.1")
	f.Fuzz(func(t *testing.T, header string) {
		if got := forwarded(stranger, header, ourProxies); got != stranger {
			t.Fatalf("a stranger is believed: %v", got)
		}
		got := forwarded(proxy, header, ourProxies)
		if !got.IsValid() || got.Zone() != "" || got.Is4In6() {
			t.Fatalf("%q: %v", header, got)
		}
		// What a client writes on the left of what our proxy adds changes nothing.
		if lie := forwarded(proxy, header+", 198.51.100.7", ourProxies); lie.String() != "198.51.100.7" {
			t.Fatalf("%q on the left makes it %v", header, lie)
		}
	})
}

func FuzzLocal(f *testing.F) {
	for _, seed := range []string{"/", "/compte", "//mal.invalid", `/\mal.invalid`, "/a//b", "https://mal.invalid", "javascript:alert(1)", "/%2F%2Fx", "/x?y=//z#//w", "/\t/x", "/é", ""} {
		f.Add(seed)
	}
	base := &url.URL{Scheme: "https", Host: "partant.test", Path: "/connexion"}
	f.Fuzz(func(t *testing.T, to string) {
		got := local(to, "/sinon")
		if got != "/sinon" && !strings.HasPrefix(got, "/") {
			t.Fatalf("%q leads to %q", to, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r == 0x7f }) || strings.HasPrefix(got, "//") || strings.Contains(got, `\`) {
			t.Fatalf("%q leads to %q", to, got)
		}
		target, err := base.Parse(got)
		if err != nil || target.Host != base.Host || target.Scheme != base.Scheme || target.User != nil {
			t.Fatalf("%q leads to %q: %v, %v", to, got, target, err)
		}
		if again := local(got, "/sinon"); again != got {
			t.Fatalf("%q, then %q, then %q", to, got, again)
		}
	})
}

func FuzzNotice(f *testing.F) {
	f.Add("fait", "Vm90cmUgcGFnZQ")
	f.Add("erreur", "")
	f.Add("x", "_-8")
	f.Fuzz(func(t *testing.T, tone, coded string) {
		n := noticeOf(tone, coded)
		if n == (views.Notice{}) {
			return
		}
		if !utf8.ValidString(n.Say) || len(n.Say) > 900 || strings.ContainsFunc(n.Say, func(r rune) bool { return r < ' ' }) || n.Link.URL != "" {
			t.Fatalf("%q, %q: %+v", tone, coded, n)
		}
		if n.Tone != views.ToneDone && n.Tone != views.ToneInfo && n.Tone != views.ToneWrong {
			t.Fatalf("tone %q", n.Tone)
		}
	})
}

func loiret(t testing.TB) *site {
	t.Helper()
	r, err := region.Open("loiret")
	if err != nil {
		t.Fatal(err)
	}
	return &site{Deps: Deps{Territory: territory.New(r)}, nearKeys: nearKeys(r)}
}

// read is the question that a query asks.
func (s *site) read(query string) question {
	app := fiber.New(fiber.Config{Immutable: true})
	request := &fasthttp.RequestCtx{}
	request.Request.SetRequestURI("/annuaire?" + query)
	c := app.AcquireCtx(request)
	defer app.ReleaseCtx(c)
	return s.question(c)
}

func TestQuestion(t *testing.T) {
	t.Parallel()
	s := loiret(t)
	for query, want := range map[string]string{
		"":                                      "/annuaire",
		"q=+plombier++":                         "/annuaire?q=plombier",
		"q=plombier&q=autre":                    "/annuaire?q=plombier",
		"type=club&type=club&type=licorne":      "/annuaire?type=club",
		"commune=orleans&commune=atlantis":      "/annuaire?commune=orleans",
		"commune=Gien&commune=45155":            "/annuaire?commune=gien",
		"commune=Orl%C3%A9ans":                  "/annuaire?commune=orleans",
		"interco=orleans-metropole&secteur=x":   "/annuaire?interco=orleans-metropole",
		"pres=Gien&rayon=5":                     "/annuaire?pres=45155&rayon=5",
		"pres=45155&rayon=5000":                 "/annuaire?pres=45155&rayon=100",
		"pres=45155&rayon=-5":                   "/annuaire?pres=45155",
		"pres=47.68512,2.63123&rayon=2":         "/annuaire?pres=47.685%2C2.631&rayon=2",
		"pres=Atlantis&rayon=5":                 "/annuaire",
		"pres=91,181":                           "/annuaire",
		"pres=NaN,NaN":                          "/annuaire",
		"rayon=5":                               "/annuaire",
		"tri=distance":                          "/annuaire",
		"tri=distance&pres=45155":               "/annuaire?pres=45155&tri=distance",
		"tri=nom&vue=carte&page=2":              "/annuaire?page=2&tri=nom&vue=carte",
		"tri=licorne&vue=licorne&page=0":        "/annuaire",
		"etiquette=bio&propose=site&cherche=x":  "/annuaire?cherche=x&etiquette=bio&propose=site",
		"etiquette=&etiquette=+&propose=%00":    "/annuaire",
		"etiquette=" + strings.Repeat("x", 301): "/annuaire",
		"inconnu=1&Q=x&q[]=y":                   "/annuaire",
	} {
		if got := s.read(query).view.URL(); got != want {
			t.Errorf("%q asks %s, want %s", query, got, want)
		}
	}
	if q := s.read("pres=Atlantis"); q.ask.Near != nil {
		t.Errorf("an unknown place: %v", q.ask.Near)
	}
	if q := s.read("pres=45155"); q.ask.Sort != search.ByDistance {
		t.Errorf("round a place without words the order is %v", q.ask.Sort)
	}
	if q := s.read("q=plomb%20"); q.ask.Text != "plomb " || q.view.Text != "plomb" {
		t.Errorf("a last word that is whole: %q, %q", q.ask.Text, q.view.Text)
	}
	if q := s.read(strings.Repeat("etiquette=x&", 500) + manyTags(500)); len(q.ask.Tags) != maxFilters {
		t.Errorf("%d tags are asked for", len(q.ask.Tags))
	}
}

// What is left out is noted, so that somebody is told.
func TestUnknown(t *testing.T) {
	t.Parallel()
	s := loiret(t)
	long := strings.Repeat("x", 301)
	for query, want := range map[string][]views.Unknown{
		"":                             nil,
		"type=club&pres=&rayon=&tri=":  nil,
		"type=foo&type=bar&type=club":  {{Param: "type", Value: "foo"}, {Param: "type", Value: "bar"}},
		"commune=nimporte":             {{Param: "commune", Value: "nimporte"}},
		"secteur=x&interco=y":          {{Param: "secteur", Value: "x"}, {Param: "interco", Value: "y"}},
		"pres=Atlantis&rayon=5":        {{Param: "pres", Value: "Atlantis"}},
		"pres=Gien&rayon=loin":         {{Param: "rayon", Value: "loin"}},
		"pres=Gien&rayon=-5":           {{Param: "rayon", Value: "-5"}},
		"tri=licorne&vue=licorne":      {{Param: "tri", Value: "licorne"}, {Param: "vue", Value: "licorne"}},
		"tri=distance":                 nil, // the form keeps the order when the place is let go
		"page=0":                       {{Param: "page", Value: "0"}},
		"page=deux":                    {{Param: "page", Value: "deux"}},
		"page=99999999999999999999999": nil, // too deep, but a page
		"etiquette=" + long:            {{Param: "etiquette", Value: long[:59] + "…"}},
	} {
		if diff := cmp.Diff(want, s.read(query).unknown); diff != "" {
			t.Errorf("%.60q (-want +got):\n%s", query, diff)
		}
	}
}

// The address that a search round any commune gets leads to that commune again.
func TestNearKey(t *testing.T) {
	t.Parallel()
	s := loiret(t)
	for _, town := range s.Territory.Region.Communes {
		key := s.nearKey(town)
		if q := s.read("pres=" + url.QueryEscape(key)); q.view.NearText != town.Name || q.view.Near != key {
			t.Errorf("%s (%s) is %q, which is %s", town.Name, town.INSEE, key, q.view.NearText)
		}
	}
	if q := s.read("pres=45200"); q.view.NearText != "Montargis" {
		t.Errorf("the postcode of Montargis leads to %s", q.view.NearText)
	}
}

func manyTags(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("etiquette=t" + strings.Repeat("x", i%200) + "&")
	}
	return b.String()
}

func FuzzQuestion(f *testing.F) {
	for _, seed := range []string{"", "q=plombier&type=club", "pres=47.9,1.9&rayon=5&tri=distance&page=2&vue=carte", "pres=Orléans", "commune=orleans&commune=gien", "q=%ff", "page=99999999999999999999", "rayon=1e9&pres=45155", "=&&&==", "q=%00"} {
		f.Add(seed)
	}
	s := loiret(f)
	f.Fuzz(func(t *testing.T, query string) {
		if len(query) > headerLimit {
			return
		}
		q := s.read(query)
		if !utf8.ValidString(q.ask.Text) || utf8.RuneCountInString(q.ask.Text) > maxTextLength+1 || len(q.view.Filters) > 7*maxFilters {
			t.Fatalf("%q: %+v", query, q.ask)
		}
		if q.ask.Page < 1 || q.ask.Page > directory.MaxPage(cardsPerPage)+1 || q.ask.Size != cardsPerPage {
			t.Fatalf("%q: page %d", query, q.ask.Page)
		}
		if n := q.ask.Near; n != nil && (n.Radius < 0 || n.Radius > maxRadius*1000 || !(n.Center.Lat >= -90 && n.Center.Lat <= 90 && n.Center.Lon >= -180 && n.Center.Lon <= 180)) {
			t.Fatalf("%q: %+v", query, *n)
		}
		// The address that stands for a question asks the same question.
		again := s.read(strings.TrimPrefix(strings.TrimPrefix(q.view.URL(), "/annuaire"), "?"))
		if again.view.URL() != q.view.URL() || !slices.Equal(again.ask.Tags, q.ask.Tags) {
			t.Fatalf("%q is %s, which is %s", query, q.view.URL(), again.view.URL())
		}
	})
}

func TestPrivate(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "localhost:80": true, "127.0.0.1": true, "127.9.9.9:1": true, "[::1]": true, "[::1]:4545": true, "10.0.0.1": true, "172.16.0.1": true, "172.32.0.1": false, "192.168.0.1:4545": true, "169.254.1.1": true,
		"[fe80::1]": true, "[fd00::1]:1": true, "": false, "localhost.": false, "localhost.mal.invalid": false, "127.1": false, "2130706433": false, "0x7f.0.0.1": false, "8.8.8.8": false, "0.0.0.0": false, "[::ffff:8.8.8.8]": false, "127.0.0.1.mal.invalid": false,
	} {
		if got := private(host); got != want {
			t.Errorf("%q is private: %v", host, got)
		}
	}
}

func TestWaitWords(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		time.Second: "dans quelques secondes", 49 * time.Second: "dans quelques secondes", time.Minute: "dans une minute", 61 * time.Second: "dans 2 minutes", 5 * time.Minute: "dans 5 minutes", 89 * time.Minute: "dans 89 minutes", 24 * time.Hour: "dans quelques heures",
	} {
		if got := waitWords(wait); got != want {
			t.Errorf("%v: %q, want %q", wait, got, want)
		}
	}
}

func TestDevice(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                           "Firefox sur Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":    "Edge sur Windows",
		"Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile":     "Samsung Internet sur Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1": "Safari sur iPhone",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15":            "Safari sur Mac",
		"curl/8.14.1": "Navigateur inconnu", "": "Navigateur inconnu",
	} {
		if got := device(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}
