package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/config"
	"partant/internal/viewer"
)

// pass sends a request again and again and returns how often it was heard, and the refusal.
func pass(t *testing.T, most int, try func(n int) *answer) (times int, refused *answer) {
	t.Helper()
	for n := range most {
		a := try(n)
		if a.StatusCode == http.StatusTooManyRequests {
			return n, a
		}
		if a.StatusCode >= 500 {
			t.Fatalf("%s: %d\n%s", a.asked, a.StatusCode, a.main())
		}
	}
	return most, nil
}

// wait asserts what a refusal says of the limit, to people and to programs.
func (a *answer) wait(most int, wait time.Duration) {
	a.t.Helper()
	seconds := strconv.Itoa(int(wait.Seconds()))
	for name, want := range map[string]string{"Retry-After": seconds, "RateLimit-Limit": strconv.Itoa(most), "RateLimit-Remaining": "0", "RateLimit-Reset": seconds, "Cache-Control": "no-store"} {
		if got := a.Header.Get(name); got != want {
			a.t.Errorf("%s: %s is %q, want %q", a.asked, name, got, want)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		most int
		wait time.Duration
		try  func(c *cast, n int) *answer
	}{
		"sign-in": {10, time.Minute, func(c *cast, n int) *answer {
			return c.h.visit().post("/connexion", url.Values{account.FieldEmail: {fmt.Sprint("x", n, "@exemple.invalid")}, account.FieldPassword: {"pas le bon"}})
		}},
		"sign-up": {5, 30 * time.Minute, func(c *cast, n int) *answer {
			return c.h.visit().post("/inscription", entry(fmt.Sprint("x", n, "@exemple.invalid")))
		}},
		"search": {30, 5 * time.Second, func(c *cast, n int) *answer { return c.of["visitor"].get(fmt.Sprint("/annuaire?q=mot", n)) }},
		"search as one types": {30, 5 * time.Second, func(c *cast, n int) *answer {
			return c.of["visitor"].get(fmt.Sprint("/annuaire?q=mot", n), smooth)
		}},
		"search by programs": {30, 5 * time.Second, func(c *cast, n int) *answer { return c.of["visitor"].get(fmt.Sprint("/api/v1/profiles?q=mot", n)) }},
		"e-mail": {60, time.Hour - 10*time.Second, func(c *cast, n int) *answer {
			return c.of["visitor"].post("/fiches/"+c.page.Slug+"/email", nil, spread(n))
		}},
		"new page": {20, 24 * time.Hour, func(c *cast, n int) *answer {
			return c.of["member"].get("/fiches/nouvelle").submit("main form", company(fmt.Sprint("Page ", n)))
		}},
		"changes by visitors": {60, 10 * time.Second, func(c *cast, _ int) *answer { return c.of["visitor"].post("/deconnexion", nil) }},
		"all of a member":     {1500, 5 * time.Minute, func(c *cast, _ int) *answer { return c.of["member"].get("/listes/propose") }},
		"second step": {10, time.Minute, func(c *cast, _ int) *answer {
			return c.of["visitor"].post("/connexion/verification", url.Values{account.FieldCode: {"123456"}})
		}},
		"passkeys":            {10, time.Minute, func(c *cast, _ int) *answer { return c.of["visitor"].post("/connexion/cle/options", nil) }},
		"providers":           {10, time.Minute, func(c *cast, _ int) *answer { return c.of["visitor"].get("/connexion/openid/retour?code=x&state=y") }},
		"first administrator": {10, time.Minute, func(c *cast, _ int) *answer { return c.of["visitor"].post("/premier-administrateur", nil) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cast := gather(open(t, counted))
			times, refused := pass(t, c.most+1, func(n int) *answer { return c.try(cast, n) })
			if times != c.most || refused == nil {
				t.Fatalf("%d pass, want %d", times, c.most)
			}
			refused.wait(c.most, c.wait)
			refused.leaksNothing()
			cast.h.hands.pass(c.wait)
			if a := c.try(cast, 10_000); a.StatusCode == http.StatusTooManyRequests || a.StatusCode >= 500 {
				t.Errorf("after the wait: %d", a.StatusCode)
			}
		})
	}
}

// spread lets time for other limits pass between requests: what is tested here is counted by the hour.
func spread(n int) change {
	return func(r *request) {
		if n%40 == 39 {
			r.house.hands.pass(10 * time.Second)
		}
	}
}

// What is limited is said in the form it was asked in.
func TestRefusalFitsTheAsker(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	v := h.visit()
	_, page := pass(t, 31, func(n int) *answer { return v.get(fmt.Sprint("/annuaire?q=mot", n)) })
	page.french()
	page.has(".lead", "Revenez dans quelques secondes")
	program := v.get("/api/v1/profiles?q=encore").is(http.StatusTooManyRequests)
	program.problem()
	if !contains(program.body, "Revenez dans quelques secondes.") {
		t.Errorf("programs are told %s", program.body)
	}
	v.get("/annuaire?q=mot1").is(http.StatusOK) // from memory: costs nothing
	v.get("/communes/orleans").is(http.StatusOK)
	b := h.join("claude", viewer.Member)
	b.get("/annuaire?q=membre").is(http.StatusOK)
}

// Refused forms count for nothing: only what could make a page does.
func TestMistakesAreFree(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	b := h.join("claude", viewer.Member)
	form := b.get("/fiches/nouvelle")
	if times, refused := pass(t, 30, func(int) *answer { return form.submit("main form", nil) }); refused != nil {
		t.Errorf("a form is refused for good after %d mistakes", times)
	}
	form.submit("main form", company("Plomberie du Val")).is(http.StatusSeeOther)
}

// The clock of the machine frees nobody and stops nobody (R7).
func TestLimitsIgnoreTheWallClock(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	v := h.visit()
	n := 0
	try := func() int { n++; return v.get(fmt.Sprint("/annuaire?q=mot", n)).StatusCode }
	for range 30 {
		if s := try(); s != http.StatusOK {
			t.Fatalf("search %d: %d", n, s)
		}
	}
	for _, jump := range []time.Duration{time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour, time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC).Sub(noon)} {
		h.hands.set(noon.Add(jump))
		if s := try(); s != http.StatusTooManyRequests {
			t.Errorf("the clock set by %v: %d", jump, s)
		}
	}
	h.hands.set(noon)
	h.hands.pass(5 * time.Second)
	if s := try(); s != http.StatusOK {
		t.Errorf("five seconds later: %d", s)
	}
}

// Wrong passwords slow an account down, wherever they come from, and a right one is heard after the wait it was told.
func TestAccountSlowsDown(t *testing.T) {
	t.Parallel()
	h := open(t, counted, behindProxy)
	h.joinWithPassword("claude", viewer.Member)
	try := func(n int, word string) *answer {
		return h.visit().post("/connexion", url.Values{account.FieldEmail: {"claude@exemple.invalid"}, account.FieldPassword: {word}}, from(fmt.Sprintf("203.0.113.%d", n)))
	}
	for n := range 10 {
		try(n, "pas le bon mot").is(http.StatusUnprocessableEntity)
	}
	slow := try(100, password).is(http.StatusTooManyRequests)
	slow.has("main [role=alert]", "Trop d'essais")
	if slow.Header.Get("Retry-After") != "1" || slow.value("#champ-email") != "claude@exemple.invalid" {
		t.Errorf("Retry-After is %q, the e-mail %q", slow.Header.Get("Retry-After"), slow.value("#champ-email"))
	}
	h.hands.pass(time.Second)
	try(101, password).is(http.StatusSeeOther)
}

// Limits follow the client, whatever it says of itself (V4.1.3).
func TestLimitsFollowTheClient(t *testing.T) {
	t.Parallel()
	const limit = 5 // sign-ups
	for name, c := range map[string]struct {
		trusted bool
		client  func(n int) []string // lines of X-Forwarded-For
		heard   int                  // of eight
	}{
		"nobody forwards":               {true, func(int) []string { return nil }, limit},
		"one client":                    {true, func(int) []string { return []string{"203.0.113.1"} }, limit},
		"eight clients":                 {true, func(n int) []string { return []string{fmt.Sprint("203.0.113.", n)} }, 8},
		"one that lies on the left":     {true, func(n int) []string { return []string{fmt.Sprintf("198.51.100.%d, 203.0.113.1", n)} }, limit},
		"one that lies in its own line": {true, func(n int) []string { return []string{fmt.Sprint("198.51.100.", n), "203.0.113.1"} }, limit},
		"one behind two proxies":        {true, func(n int) []string { return []string{fmt.Sprintf("198.51.100.%d, 203.0.113.1, 10.0.0.%d", n, n)} }, limit},
		"one that claims to be a proxy": {true, func(n int) []string { return []string{fmt.Sprintf("10.0.0.%d, 203.0.113.1", n)} }, limit},
		"one from many ports":           {true, func(n int) []string { return []string{fmt.Sprintf("203.0.113.1:%d", 1000+n)} }, limit},
		"one network of IPv6":           {true, func(n int) []string { return []string{fmt.Sprintf("2001:db8:1:1::%d", n)} }, limit},
		"eight networks of IPv6":        {true, func(n int) []string { return []string{fmt.Sprintf("2001:db8:1:%d::1", n)} }, 8},
		"nonsense":                      {true, func(n int) []string { return []string{fmt.Sprint("client-", n)} }, limit},
		"no proxy is trusted":           {false, func(n int) []string { return []string{fmt.Sprint("203.0.113.", n)} }, limit},
		"other headers":                 {false, func(int) []string { return nil }, limit},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			setting := []func(*config.Config){counted}
			if c.trusted {
				setting = append(setting, behindProxy)
			}
			h := open(t, setting...)
			times, _ := pass(t, 8, func(n int) *answer {
				return h.visit().post("/inscription", newcomer(n), func(r *request) {
					r.Header["X-Forwarded-For"] = c.client(n)
					for _, other := range []string{"X-Real-Ip", "Forwarded", "X-Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip", "X-Cluster-Client-Ip"} {
						r.Header.Set(other, fmt.Sprint("198.51.100.", n))
					}
				})
			})
			if times != c.heard {
				t.Errorf("%d are heard, want %d", times, c.heard)
			}
		})
	}
}

// newcomer is a sign-up form rightly filled by somebody, without a password.
func newcomer(n int) url.Values {
	return with(entry(fmt.Sprintf("nouveau-%d@exemple.invalid", n)), account.FieldPassword)
}

// Everybody at an event shares an address: its network is not counted, those of others are.
func TestEventNetwork(t *testing.T) {
	t.Parallel()
	h := open(t, behindProxy)
	if times, refused := pass(t, 12, func(n int) *answer { return h.visit().post("/inscription", newcomer(n)) }); refused != nil {
		t.Errorf("the event is stopped after %d", times)
	}
	if times, _ := pass(t, 12, func(n int) *answer { return h.visit().post("/inscription", newcomer(n), from("203.0.113.9")) }); times != 5 {
		t.Errorf("another is stopped after %d", times)
	}
}
