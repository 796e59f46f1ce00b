// Package page pages lists by key: a cursor names the last thing seen, so a page costs the same wherever it lies.
package page

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"partant/internal/fault"
)

// Req asks for one page of a list.
type Req struct {
	Limit  int    // how many; Clamp it in the service
	Cursor Cursor // where to go on; the zero Cursor is the beginning
}

// MaxLimit is the longest page anybody may ask for.
const MaxLimit = 100

// Clamp returns r with a limit of 1 to MaxLimit; 0 or less becomes standard.
func (r Req) Clamp(standard int) Req {
	if r.Limit <= 0 {
		r.Limit = standard
	}
	r.Limit = min(r.Limit, MaxLimit)
	return r
}

// Of is one page of a list. Next is the zero Cursor on the last page.
type Of[T any] struct {
	Items []T
	Next  Cursor
}

// All yields everything of a list, read a page of so many at a time. What is done with an item may take it out of the
// list. An error is the last that it yields.
func All[T any](limit int, read func(Req) (Of[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for req := (Req{Limit: limit}); ; {
			got, err := read(req)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range got.Items {
				if !yield(item, nil) {
					return
				}
			}
			if req.Cursor = got.Next; got.Next.IsZero() {
				return
			}
		}
	}
}

// Cursor is the sort key and the id of the last thing seen.
// Key is what the list is ordered by, as text that sorts as the list does.
type Cursor struct {
	Key string `json:"k"`
	ID  string `json:"i"`
}

// IsZero reports whether c is the beginning (of a request) or the end (of an answer).
func (c Cursor) IsZero() bool { return c == Cursor{} }

// String is the cursor as it stands in a URL; empty for the zero Cursor.
func (c Cursor) String() string {
	if c.IsZero() {
		return ""
	}
	b, _ := json.Marshal(c) // two strings always marshal
	return base64.RawURLEncoding.EncodeToString(b)
}

// Instant is the key of lists that are ordered by time: to the millisecond, as stores keep it.
func Instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// ParseCursor reads what String wrote. Anything else is fault.Invalid.
func ParseCursor(s string) (Cursor, error) {
	var c Cursor
	if s == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.ID == "" {
		return Cursor{}, fmt.Errorf("cursor %.40q: %w", s, fault.Invalid)
	}
	return c, nil
}

// Cut makes a page from one item more than was asked for: drivers read limit+1 to know whether there is a next page.
func Cut[T any](items []T, limit int, key func(T) Cursor) Of[T] {
	if len(items) <= limit {
		return Of[T]{Items: items}
	}
	items = items[:limit]
	return Of[T]{Items: items, Next: key(items[limit-1])}
}
