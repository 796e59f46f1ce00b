package courier_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.uber.org/goleak"

	"partant/internal/courier"
	"partant/internal/outside"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var base = &url.URL{Scheme: "https", Host: "partant.test"}

func secret(word string) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(word))
}

// What is said is signed with each secret, so that a program which knows one of them hears that it is ours; it is sent nowhere else.
func TestCall(t *testing.T) {
	t.Parallel()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != `{"a":1}` || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("webhook-id") != "m-1" || r.URL.Path != "/partant" {
			t.Errorf("%s %s %v: %q %v", r.Method, r.URL, r.Header, body, err)
		}
		for _, word := range []string{"un", "deux"} {
			if known, err := standardwebhooks.NewWebhook(secret(word)); err != nil || known.Verify(body, r.Header) != nil {
				t.Errorf("%s: not signed: %v", word, r.Header)
			}
		}
		if stranger, err := standardwebhooks.NewWebhook(secret("trois")); err != nil || stranger.Verify(body, r.Header) == nil {
			t.Error("signed with what nobody gave")
		}
		http.Redirect(w, r, "/ailleurs", http.StatusFound)
	}))
	t.Cleanup(server.Close)
	c := courier.New(base, outside.One(netip.MustParseAddrPort(server.Listener.Addr().String())))
	if status := c.Call(t.Context(), "http://exemple.fr/partant", []string{secret("un"), secret("deux")}, "m-1", time.Now(), []byte(`{"a":1}`)); status != http.StatusFound || calls != 1 {
		t.Errorf("%d after %d calls", status, calls)
	}
	if status := c.Call(t.Context(), "http://exemple.fr/partant", []string{"whsec_%"}, "m-1", time.Now(), nil); status != 0 || calls != 1 {
		t.Errorf("%d after %d calls", status, calls)
	}
}

// Nothing inside our network is called, whatever it is named.
func TestInside(t *testing.T) {
	t.Parallel()
	c := courier.New(base, outside.Lab{Patience: 2 * time.Second})
	for _, address := range []string{"http://exemple.fr/", "https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://localhost/", "https://partant.test/x", "https://exemple.fr:8443/", "https://moi@exemple.fr/",
		"javascript:alert(1)", "ftp://exemple.fr", "//exemple.fr", "", "https://169.254.169.254/latest", "https://exemple.fr/" + strings.Repeat("x", 3000)} {
		if fit, err := c.Fit(address); err == nil {
			t.Errorf("%.60q is fit: %s", address, fit)
		}
		if status := c.Call(t.Context(), address, []string{secret("un")}, "m", time.Now(), nil); status != 0 {
			t.Errorf("%.60q: %d", address, status)
		}
	}
	if fit, err := c.Fit("https://EXEMPLE.fr/partant?x=1#la"); err != nil || fit != "https://exemple.fr/partant?x=1" {
		t.Errorf("%s %v", fit, err)
	}
}
