// Package geocode asks a service of addresses that speaks as the Base adresse nationale does, such as the one of the IGN:
// https://data.geopf.fr/geocodage.
//
// Its address is the administrator's word, so it may be anywhere, inside our network too; but what it answers is a
// stranger's: it is bounded in time and in size, leads nowhere else, and is read for a few numbers.
package geocode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"partant/internal/breaker"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/locate"
)

// Limits of one question.
const (
	patience   = 2 * time.Second
	maxAnswer  = 64 << 10 // one place takes less than two
	maxHead    = 16 << 10
	shortest   = 3 // letters of a question that the service understands
	longest    = 200
	failures   = 3 // in a row: then it is left alone for a while
	restsAfter = time.Minute
)

// Client is a locate.Geocoder. Safe for concurrent use.
type Client struct {
	base     *url.URL
	agent    string
	http     *http.Client
	patience time.Duration
	breaker  *breaker.Breaker[locate.Answer]
}

var _ locate.Geocoder = (*Client)(nil)

// Config says where the service is and who asks.
type Config struct {
	URL  string // such as https://data.geopf.fr/geocodage
	Site string // base URL of the site, told to the service

	Patience time.Duration // for one question; 0 means 2 s
	Rest     time.Duration // after several failures in a row; 0 means a minute
}

// New returns a Client. The only error is fault.Invalid, for an address that is none.
func New(cfg Config) (*Client, error) {
	base, err := url.Parse(cfg.URL)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, fmt.Errorf("geocoder %q is no http address: %w", cfg.URL, fault.Invalid)
	}
	c := &Client{base: base, agent: "Partant (+" + cfg.Site + ")", patience: orElse(cfg.Patience, patience)}
	c.http = &http.Client{
		Transport: &http.Transport{
			Proxy:       http.ProxyFromEnvironment,
			DialContext: (&net.Dialer{}).DialContext, MaxResponseHeaderBytes: maxHead, DisableCompression: true,
			MaxIdleConns: 2, IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.breaker = breaker.New[locate.Answer](breaker.Rules{Failures: failures, Rest: orElse(cfg.Rest, restsAfter),
		Counts: func(err error) bool { return errors.Is(err, fault.Unavailable) }})
	return c, nil
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// Close closes connections that wait for another question.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Geocode implements locate.Geocoder. After several failures in a row it answers fault.Unavailable for a while without
// asking. No error repeats the address.
func (c *Client) Geocode(ctx context.Context, q locate.Question) (_ locate.Answer, err error) {
	defer fault.Wrap(&err, "geocode")
	return c.breaker.Do(func() (locate.Answer, error) { return c.ask(ctx, q) })
}

// ask sends one question, whatever the breaker says.
func (c *Client) ask(ctx context.Context, q locate.Question) (locate.Answer, error) {
	typed := question(q.Address)
	if utf8.RuneCountInString(typed) < shortest {
		return locate.Answer{}, fault.Invalid
	}
	within, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	answer, err := c.send(within, url.Values{"q": {typed}, "citycode": {q.Commune}, "limit": {"1"}, "autocomplete": {"0"}})
	if ctx.Err() != nil {
		return locate.Answer{}, ctx.Err() // the caller's own end says nothing of the service
	}
	return answer, err
}

// question is an address as the service takes it: it begins with a letter or a digit, and is not too long.
func question(address string) string {
	address = strings.TrimLeftFunc(address, func(r rune) bool { return !strings.ContainsRune(begins, r) && r < utf8.RuneSelf })
	if letters := []rune(address); len(letters) > longest {
		address = string(letters[:longest])
	}
	return strings.TrimSpace(address)
}

const begins = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

func (c *Client) send(ctx context.Context, query url.Values) (locate.Answer, error) {
	to := c.base.JoinPath("search")
	to.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	if err != nil {
		return locate.Answer{}, fmt.Errorf("the address of the service makes no request: %w", fault.Unavailable)
	}
	request.Header.Set("User-Agent", c.agent)
	request.Header.Set("Accept", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return locate.Answer{}, fmt.Errorf("%v: %w", unsaid(err), fault.Unavailable)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusBadRequest:
		return locate.Answer{}, fmt.Errorf("the service does not understand: %w", fault.Invalid)
	case response.StatusCode != http.StatusOK:
		return locate.Answer{}, fmt.Errorf("the service answered %d: %w", response.StatusCode, fault.Unavailable)
	}
	return read(response.Body)
}

// unsaid is an error without the address that was asked for, which says where somebody is.
func unsaid(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// collection is what is read of an answer: GeoJSON, with the likeliest place first.
type collection struct {
	Type     string `json:"type"`
	Features []struct {
		Geometry struct {
			Coordinates []float64 `json:"coordinates"` // longitude, latitude
		} `json:"geometry"`
		Properties struct {
			Score    float64 `json:"score"`
			Type     string  `json:"type"`
			CityCode string  `json:"citycode"`
		} `json:"properties"`
	} `json:"features"`
}

var errGarbage = fmt.Errorf("the service answered what is no list of places: %w", fault.Unavailable)

func read(body io.Reader) (locate.Answer, error) {
	content, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	if err != nil {
		return locate.Answer{}, fmt.Errorf("%v: %w", err, fault.Unavailable)
	}
	var found collection
	if len(content) > maxAnswer || json.Unmarshal(content, &found) != nil || found.Type != "FeatureCollection" {
		return locate.Answer{}, errGarbage
	}
	if len(found.Features) == 0 {
		return locate.Answer{}, fault.NotFound
	}
	first := found.Features[0]
	if len(first.Geometry.Coordinates) < 2 {
		return locate.Answer{}, errGarbage
	}
	at := geo.Point{Lat: first.Geometry.Coordinates[1], Lon: first.Geometry.Coordinates[0]}
	if !at.Valid() {
		return locate.Answer{}, errGarbage
	}
	p := first.Properties
	return locate.Answer{At: at, Commune: p.CityCode, Kind: locate.Kind(p.Type), Score: p.Score}, nil
}
