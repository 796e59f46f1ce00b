package web_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// Bodies over 64 KiB are refused in French on every route that takes one, before they are in memory (R13).
func TestLargeBodies(t *testing.T) {
	h := open(t) // alone: it measures memory
	var paths []string
	for _, r := range served(h) {
		if r.method == http.MethodPost {
			paths = append(paths, strings.ReplaceAll(r.path, ":slug", "x"))
		}
	}
	const head = "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	for _, path := range paths {
		for _, size := range []int{1, 64 << 10, 64<<10 + 1, 1 << 20, 1 << 30} {
			body := strings.Repeat("x", min(size, 64<<10))
			status, _, page := h.exchange(fmt.Sprintf(head+"Content-Length: %d\r\n\r\n%s", path, size, body))
			if large := size > 64<<10; (status == http.StatusRequestEntityTooLarge) != large || status >= 500 || status == 0 {
				t.Errorf("%s with %d bytes: %d", path, size, status)
			} else if large && !strings.Contains(page, "est trop lourd</h1>") && !strings.Contains(page, "est trop lourd\",\"status\":413") {
				t.Errorf("%s with %d bytes: %.300s", path, size, page)
			}
		}
	}
	before := heap()
	var all sync.WaitGroup
	const many = 50
	for n := range many {
		all.Go(func() {
			chunk := "10000\r\n" + strings.Repeat("x", 1<<16) + "\r\n"
			bytes := fmt.Sprintf(head+"Transfer-Encoding: chunked\r\n\r\n%s", paths[n%len(paths)], strings.Repeat(chunk, 2))
			if status, _, _ := h.exchange(bytes); status != http.StatusRequestEntityTooLarge && status != 0 { // closed while we were still sending
				t.Errorf("%s in chunks: %d", paths[n%len(paths)], status)
			}
		})
	}
	all.Wait()
	if grown := int64(heap()) - int64(before); grown > many*2<<20 {
		t.Errorf("%d MiB more for %d connections", grown>>20, many)
	}
	h.visit().get("/healthz").is(http.StatusOK)
}

// heap is what the process has taken from the system for its data.
func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapSys
}

// slowly are requests that never end, each as a few bytes that come and then nothing.
var slowly = map[string]string{
	"nothing":       "",
	"half a line":   "GET / HT",
	"half a header": "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
	"half a body":   "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 40\r\n\r\nemail=",
	"half a chunk":  "POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n28\r\nemail=",
}

// Who starts a request and never ends it is shown out, within the fifteen seconds of SAFETY.md R12.
func TestSlowRequests(t *testing.T) {
	t.Parallel()
	h := open(t)
	var all sync.WaitGroup
	for name, start := range slowly {
		all.Go(func() {
			c := h.dial()
			defer c.Close()
			c.SetDeadline(time.Now().Add(15 * time.Second))
			if _, err := io.WriteString(c, start); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := io.ReadAll(c); err != nil {
				t.Errorf("%s: still there: %v", name, err)
			}
		})
	}
	all.Wait()
}

// TestSlowloris lets many connections send a header a byte a second while others are served (R12).
func TestSlowloris(t *testing.T) {
	t.Parallel()
	h := open(t)
	connections, until := 30, time.Now()
	if endure() {
		connections, until = 1000, time.Now().Add(5*time.Minute)
	}
	var all sync.WaitGroup
	for range connections {
		all.Go(func() {
			for h.dribble(); time.Now().Before(until) && !t.Failed(); {
				h.dribble()
			}
		})
	}
	worst := time.Duration(0)
	for once := true; once || time.Now().Before(until); once = false {
		began := time.Now()
		h.visit().get("/annuaire").is(http.StatusOK)
		worst = max(worst, time.Since(began))
	}
	all.Wait()
	t.Logf("the slowest page meanwhile took %v", worst)
}

// dribble sends a header byte by byte until it is shown out.
func (h *house) dribble() {
	c, err := net.Dial("tcp", h.addr)
	if err != nil {
		h.t.Error(err)
		return
	}
	defer c.Close()
	began := time.Now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for range tick.C {
		if _, err := io.WriteString(c, "x"); err != nil {
			break
		}
	}
	if stayed := time.Since(began); stayed > 17*time.Second {
		h.t.Errorf("a connection stayed for %v", stayed)
	}
}
