package metrics_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"partant/internal/metrics"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestServe(t *testing.T) {
	t.Parallel()
	m, ln := metrics.New(), listen(t)
	stop := m.Serve(ln)
	defer stop()
	m.Request("/fiches/:slug", http.StatusOK, 2*time.Millisecond)
	m.Request("/fiches/:slug", http.StatusOK, 20*time.Millisecond)
	m.Request("/annuaire", http.StatusServiceUnavailable, time.Second)
	status, body := get(t, "http://"+ln.Addr().String()+"/metrics")
	for _, line := range []string{
		`partant_request_seconds_count{route="/fiches/:slug",status="200"} 2`,
		`partant_request_seconds_bucket{route="/fiches/:slug",status="200",le="0.0025"} 1`,
		`partant_request_seconds_count{route="/annuaire",status="503"} 1`,
		"go_goroutines ", "process_resident_memory_bytes ",
	} {
		if status != http.StatusOK || !strings.Contains(body, line) {
			t.Errorf("%d, no line %s", status, line)
		}
	}
	if status, _ := get(t, "http://"+ln.Addr().String()+"/"); status != http.StatusNotFound {
		t.Errorf("/ answers %d: there is nothing but /metrics", status)
	}
}

func TestStop(t *testing.T) {
	t.Parallel()
	ln := listen(t)
	stop := metrics.New().Serve(ln)
	stop()
	if again, err := net.Listen("tcp", ln.Addr().String()); err != nil {
		t.Errorf("the port is still taken: %v", err)
	} else {
		again.Close()
	}
	stop() // twice is no harm
}
