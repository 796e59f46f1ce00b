package meili

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/breaker"
	"partant/internal/fault"
)

const (
	readTimeout  = 2 * time.Second  // above any patience: it bounds what forgets to bound itself
	writeTimeout = 60 * time.Second // a batch of a rebuild takes a while to send
	maxAnswer    = 64 << 20
)

// newClient returns a client that neither waits for ever nor follows the server elsewhere with the key.
func newClient(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout: timeout,
		Transport: bounded{&http.Transport{
			DialContext: (&net.Dialer{Timeout: readTimeout}).DialContext,
			// Meilisearch writes a compressed answer in small pieces, and each then waits 40 ms for the other side.
			DisableCompression:  true,
			MaxIdleConnsPerHost: 100,
			IdleConnTimeout:     30 * time.Second,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// bounded cuts answers that are too long to be right: the library reads them whole into memory.
type bounded struct{ *http.Transport }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.Transport.RoundTrip(r)
	if err == nil {
		answer.Body = body{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	}
	return answer, err
}

type body struct {
	io.Reader
	io.Closer
}

// errNoIndex is the fault.Unavailable of an index that nobody has made yet.
var errNoIndex = fmt.Errorf("search: the server has no such index yet: %w", fault.Unavailable)

// explain turns an error of the library into one of the port. The library's own text is left out: it holds what a
// person typed, or the document.
func explain(ctx context.Context, err error) error {
	var e *ms.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case missing(err):
		return errNoIndex
	case !errors.As(err, &e):
		return fmt.Errorf("search: %v: %w", err, fault.Unavailable)
	case e.OriginError != nil && e.ErrCode != ms.ErrCodeResponseUnmarshalBody:
		return fmt.Errorf("search: %v: %w", e.OriginError, fault.Unavailable)
	case e.StatusCode == http.StatusBadRequest && strings.HasPrefix(e.MeilisearchApiError.Code, "invalid_"):
		return fmt.Errorf("search: the server refused a request of ours, %s: %w", e.MeilisearchApiError.Code, fault.Invalid)
	}
	return fmt.Errorf("search: the server answered %d %s: %w", e.StatusCode, e.MeilisearchApiError.Code, fault.Unavailable)
}

// missing reports whether the server says that it has no such index.
func missing(err error) bool {
	var e *ms.Error
	return errors.As(err, &e) && e.MeilisearchApiError.Code == "index_not_found"
}

// newBreaker fails searches at once after several failures in a row, so that a dead server costs the pages nothing.
func newBreaker(rest time.Duration) *breaker.Breaker[[]ms.SearchResponse] {
	return breaker.New[[]ms.SearchResponse](breaker.Rules{Failures: failuresInARow, Rest: rest, Counts: func(err error) bool {
		// A request that we made wrong, or that its own caller gave up, or too early, says nothing of the server.
		return errors.Is(err, fault.Unavailable) && !errors.Is(err, errNoIndex)
	}})
}

const (
	failuresInARow = 5
	restAfterThem  = 2 * time.Second
)
