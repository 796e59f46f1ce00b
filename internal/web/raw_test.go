package web_test

import (
	"bufio"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// exchange sends bytes as they are and reads one answer; status 0: there is none.
func (h *house) exchange(bytes string) (status int, head, body string) {
	h.t.Helper()
	r, rest := h.send(bytes)
	if r == nil {
		return 0, "", rest
	}
	var lines strings.Builder
	r.Header.Write(&lines)
	return r.StatusCode, lines.String(), rest
}

// send sends bytes, says that nothing more follows, and reads to the end. Without an answer it returns nil and what came.
func (h *house) send(bytes string) (first *http.Response, rest string) {
	h.t.Helper()
	c := h.dial()
	defer c.Close()
	if _, err := io.WriteString(c, bytes); err == nil { // a server that has hung up already has answered
		_ = c.(*net.TCPConn).CloseWrite()
	}
	all, err := io.ReadAll(c)
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		h.t.Errorf("%.200q hangs", bytes)
	}
	r, err := http.ReadResponse(bufio.NewReader(strings.NewReader(string(all))), nil)
	if err != nil {
		return nil, string(all)
	}
	b, _ := io.ReadAll(r.Body)
	return r, string(b)
}

const smuggled = "GET /smug HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

// oddities make requests that no browser sends, each from a few random choices. All hold one request at most; what
// follows its headers is a body, or nothing.
var oddities = map[string]func(pick func(...string) string) string{
	"two lengths": func(pick func(...string) string) string {
		return "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nContent-Length: " + pick("0", "5", "41", "-1") + "\r\n\r\n" + smuggled
	},
	"two hosts": func(pick func(...string) string) string {
		return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + pick("Host", "host", "HOST") + ": " + pick("127.0.0.1", "mal.invalid", "") + "\r\n\r\n"
	},
	"length and chunks": func(pick func(...string) string) string {
		te, cl := "Transfer-Encoding: "+pick("chunked", "Chunked", "chunked, chunked", "identity, chunked")+"\r\n", "Content-Length: "+pick("4", "0", "5", "100")+"\r\n"
		return "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\n" + pick(te+cl, cl+te) + "\r\n0\r\n\r\n" + smuggled
	},
	"odd coding": func(pick func(...string) string) string {
		return "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\n" + pick("Transfer-Encoding: xchunked", "Transfer-Encoding : chunked", "Transfer-Encoding:\tchunked\x0b", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "X: y\r\n Transfer-Encoding: chunked", "Transfer\xadEncoding: chunked") +
			"\r\nContent-Length: 41\r\n\r\n" + smuggled
	},
	"odd length": func(pick func(...string) string) string {
		return "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + pick("+5", "-5", "0x5", "5 5", "5,5", "99999999999999999999", "1e3", "", "NaN", "5\x00") + "\r\n\r\n" + pick("", "email")
	},
	"odd chunks": func(pick func(...string) string) string {
		return "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n" + pick("-1\r\n", "fffffffffffffffff\r\n", "zz\r\n", "5;x=\"\r\n", "5\nemail\n0\n\n", "0x5\r\nemail\r\n0\r\n\r\n", " 5\r\nemail\r\n0\r\n\r\n", "7fffffff\r\nx", "5\r\nemailX0\r\n\r\n", "\r\n")
	},
	"bare line feeds": func(pick func(...string) string) string {
		return strings.ReplaceAll("GET /annuaire HTTP/1.1\r\nHost: 127.0.0.1\r\nX: y\r\n\r\n", "\r\n", pick("\n", "\r", "\n\r", "\r\r\n"))
	},
	"folded": func(pick func(...string) string) string {
		return "GET / HTTP/1.1\r\nHost: " + pick("127.0.0.1\r\nX: a\r\n b", "127.0.0.1\r\nX: a\r\n\tb", "\r\n 127.0.0.1", "127.0.0.1\r\n X: y") + "\r\n\r\n"
	},
	"zero bytes": func(pick func(...string) string) string {
		return pick("GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\x00mal.invalid\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX\x00: y\r\n\r\n", "GET /?q=\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: partant-session=\x00\r\n\r\n", "\x00\x00\x00\x00", "GET /%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
	},
	"versions": func(pick func(...string) string) string {
		return "GET / " + pick("HTTP/9.9", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/1", "http/1.1", "HTTPS/1.1", "HTTP/1.1 x", "HTTP/1.1.1", "", "ICY", "HTTP/01.1") + "\r\nHost: 127.0.0.1\r\n\r\n"
	},
	"targets": func(pick func(...string) string) string {
		return "GET " + pick("http://mal.invalid/", "https://127.0.0.1/", "//mal.invalid/", "*", "mal.invalid:443", "", "?q=x", "#x", "\\", "/\\", "http:///", "/ /x", "file:///etc/passwd", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/"+strings.Repeat("../", 500), "/\x7f", "/é") +
			" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
	},
	"long": func(pick func(...string) string) string {
		long := strings.Repeat("x", 8<<10)
		return pick("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "+long+"\r\n\r\n", "GET /"+long+" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: "+long+"\r\n\r\n", long+" / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"+strings.Repeat("X: y\r\n", 1500)+"\r\n",
			"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: partant-session="+long[:7000]+"\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: "+strings.Repeat("1,", 3000)+"\r\n\r\n", "GET /annuaire?"+strings.Repeat("q=x&", 1800)+" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
	},
	"methods": func(pick func(...string) string) string {
		return pick("TRACE / ", "TRACK / ", "CONNECT 127.0.0.1:80 ", "OPTIONS * ", "PRI * ", "get / ", "GET\t/ ", "PROPFIND / ", "\xff\xfe / ", "() { :;}; / ", " GET / ", "G\x00T / ", "DEBUG / ") + "HTTP/1.1\r\nHost: 127.0.0.1\r\nMax-Forwards: 0\r\nX-Secret: repeat-me\r\n\r\n"
	},
	"odd fields": func(pick func(...string) string) string {
		return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + pick("no colon", ": no name", "X Y: z", "X : y", "\xff: \xfe", "X: \x01\x02\x03", "X: a\rb", "Content-Length: 0\x0b", "Expect: 100-continue", "Expect: anything", "Upgrade: h2c\r\nConnection: Upgrade", "Connection: \x00", "Range: bytes=0-0,0-0,0-0", "If-None-Match: \"\xff", "Accept-Encoding: \x00gzip", "Cookie: =; ;;=x; partant-session") + "\r\n\r\n"
	},
	"waiting for a nod": func(pick func(...string) string) string {
		return "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: " + pick("7", "1073741824", "0", "70000") + "\r\n\r\nemail=x"[:4+len(pick("", "email=x"))]
	},
	"cut short": func(pick func(...string) string) string {
		whole := "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 40\r\n\r\nemail=x"
		return whole[:len(pick(whole[:10], whole[:20], whole[:40], whole[:60], whole[:66], whole))]
	},
	"nonsense": func(pick func(...string) string) string {
		return pick("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "SSH-2.0-x\r\n", "EHLO x\r\n", "\r\n\r\n", "\n", "{}", "<?xml?>", "GET", "GET / HTTP/1.1", "\xff\xff\xff\xff\r\n\r\n") + pick("", "\r\n", "\r\n\r\n")
	},
}

// mutated is a right request with some of its bytes changed, put in or taken out.
func mutated(rng *rand.Rand) string {
	b := []byte("GET /annuaire?q=plombier&type=club HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: x\r\nCookie: partant-session=x\r\nAccept-Encoding: gzip\r\nIf-None-Match: \"x\"\r\nHX-Request: true\r\n\r\n")
	for range 1 + rng.IntN(8) {
		i := rng.IntN(len(b))
		switch rng.IntN(3) {
		case 0:
			b[i] = byte(rng.IntN(256))
		case 1:
			b = append(b[:i], append([]byte{byte(rng.IntN(256))}, b[i:]...)...)
		default:
			b = append(b[:i], b[min(i+1+rng.IntN(4), len(b)):]...)
		}
		if len(b) == 0 {
			return "x"
		}
	}
	return string(b)
}

var statusLine = regexp.MustCompile(`HTTP/1\.[01] [1-5]\d\d `)

// TestMalformed sends what SAFETY.md R14 lists: no failure of ours, no second answer, and the site goes on.
func TestMalformed(t *testing.T) {
	t.Parallel()
	h := open(t)
	volume := 600
	if endure() {
		volume = 10_000
	}
	rng := rand.New(rand.NewPCG(45, 2007))
	var names []string
	for name := range oddities {
		names = append(names, name)
	}
	seen := map[string]map[int]bool{}
	for n := range volume {
		name, bytes, mutant := "mutated", "", n%4 == 3
		if mutant {
			bytes = mutated(rng)
		} else {
			name = names[n%len(names)]
			bytes = oddities[name](func(choices ...string) string { return choices[rng.IntN(len(choices))] })
		}
		status := h.malformed(name, bytes, mutant)
		if seen[name] == nil {
			seen[name] = map[int]bool{}
		}
		seen[name][status] = true
		if n%100 == 99 {
			h.visit().get("/healthz").is(http.StatusOK)
		}
	}
	if status, _, _ := h.exchange("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"); status != http.StatusOK {
		t.Errorf("afterwards: %d", status)
	}
	for _, name := range []string{"two hosts", "length and chunks"} {
		if seen[name][http.StatusOK] {
			t.Errorf("%s: some were taken", name)
		}
	}
}

// malformed sends one request and returns its status. A mutant may have become two, the second being broken.
func (h *house) malformed(name, bytes string, mutant bool) int {
	h.t.Helper()
	first, rest := h.send(bytes)
	all := rest
	if first != nil && first.StatusCode == http.StatusContinue {
		return first.StatusCode
	}
	if first != nil && (first.StatusCode == 500 || first.StatusCode == 502 || first.StatusCode == 503 || first.StatusCode == 504) {
		h.t.Errorf("%s: %d for %.300q", name, first.StatusCode, bytes)
	}
	if strings.Contains(all, "repeat-me") || strings.Contains(all, "root:") {
		h.t.Errorf("%s: %.300q is answered with what nobody may see", name, bytes)
	}
	if first == nil {
		if strings.Contains(all, "HTTP/1") && !statusLine.MatchString(all) {
			h.t.Errorf("%s: %.300q is answered by %.200q", name, bytes, all)
		}
		return 0
	}
	if n := h.answers(bytes); n > 1 && !mutant {
		h.t.Errorf("%s: %d answers to %.300q", name, n, bytes)
	}
	return first.StatusCode
}

// answers counts the answers to bytes.
func (h *house) answers(bytes string) int {
	c := h.dial()
	defer c.Close()
	io.WriteString(c, bytes) // a connection that was closed early is read all the same
	c.(*net.TCPConn).CloseWrite()
	all, _ := io.ReadAll(c)
	n := 0
	for _, line := range statusLine.FindAllString(string(all), -1) {
		if !strings.Contains(line, " 100 ") {
			n++
		}
	}
	return n
}

// What smuggles is refused, and so is all that stands behind it on the connection.
func TestSmuggling(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, bytes := range map[string]string{
		"length and chunks":  "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
		"two lengths":        "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nContent-Length: 41\r\n\r\n" + smuggled,
		"two hosts":          "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: mal.invalid\r\n\r\n" + smuggled,
		"spaced name":        "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled,
		"absolute target":    "GET http://mal.invalid/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + smuggled,
		"version":            "GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n" + smuggled,
		"trace":              "TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + smuggled,
		"zero in a header":   "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n" + smuggled,
		"too long a header":  "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + strings.Repeat("x", 9000) + "\r\n\r\n" + smuggled,
		"too large a body":   "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 80000\r\n\r\n" + smuggled,
		"odd transfer":       "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: xchunked\r\nContent-Length: 41\r\n\r\n" + smuggled,
		"chunk of no number": "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + smuggled,
	} {
		status, head, body := h.exchange(bytes)
		if status < 400 || status >= 500 {
			t.Errorf("%s: %d", name, status)
		}
		if n := h.answers(bytes); n != 1 {
			t.Errorf("%s: %d answers", name, n)
		}
		if !strings.Contains(head, "Content-Security-Policy") || !strings.Contains(head, "nosniff") || !strings.Contains(body, `<html lang="fr">`) {
			t.Errorf("%s: the refusal is bare:\n%s%.200s", name, head, body)
		}
	}
	if status, _, _ := h.exchange(smuggled); status != http.StatusNotFound {
		t.Errorf("by itself: %d", status)
	}
}

// TestFasthttp guards the version below which requests can be smuggled (SAFETY.md fact 1).
func TestFasthttp(t *testing.T) {
	t.Parallel()
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`github.com/valyala/fasthttp v(\d+)\.(\d+)\.`).FindSubmatch(mod)
	if found == nil {
		t.Fatal("go.mod does not name fasthttp")
	}
	major, _ := strconv.Atoi(string(found[1])) // digits
	minor, _ := strconv.Atoi(string(found[2]))
	if major == 1 && minor < 77 || strings.Contains(string(mod), "replace") {
		t.Errorf("%s", found[0])
	}
}
