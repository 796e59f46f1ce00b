package calendar

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"partant/internal/fault"
	"partant/internal/outside"
)

// patience is how long a calendar of another site may take to come.
const patience = 8 * time.Second

// Fetcher gets calendars from the addresses that strangers give, through package outside alone.
type Fetcher struct{ site *outside.Reader }

// NewFetcher returns a Fetcher that tells the sites it asks which one it belongs to. The zero Lab is the real world.
func NewFetcher(base *url.URL, lab outside.Lab) *Fetcher {
	return &Fetcher{outside.NewReader(base, lab, patience)}
}

// Fetch returns the file at an address; webcal: is what calendars call https. Errors: fault.NotFound, also for an address that nobody may
// have asked; fault.Unavailable; ErrLarge.
func (f *Fetcher) Fetch(ctx context.Context, address string) (_ []byte, err error) {
	defer fault.Wrap(&err, "calendar.Fetch(%.100q)", address)
	ctx, cancel := f.site.Patience(ctx)
	defer cancel()
	if scheme, rest, found := strings.Cut(address, "://"); found && (strings.EqualFold(scheme, "webcal") || strings.EqualFold(scheme, "webcals")) {
		address = "https://" + rest
	}
	at, err := f.site.Fit(address)
	if err != nil {
		return nil, err
	}
	file, _, _, err := f.site.Fetch(ctx, at, "text/calendar, */*;q=0.1", MostBytes+1)
	if err == nil && len(file) > MostBytes {
		err = fmt.Errorf("%w", ErrLarge)
	}
	return file, err
}
