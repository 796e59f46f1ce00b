// Package fault names the kinds of failure that every floor of Partant shares.
//
// A kind is an error value: services and drivers return it, alone or wrapped,
// and one table in the web package maps it to an HTTP status and a French page.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// The kinds of failure. Test for them with errors.Is.
var (
	// NotFound says that what was asked for does not exist, or may not be known to exist.
	NotFound = errors.New("not found")
	// Gone is the NotFound of what was there once and was erased.
	Gone = fmt.Errorf("gone: %w", NotFound)
	// Conflict says that a unique name or id is taken, or that the thing changed meanwhile.
	Conflict = errors.New("conflict")
	// Invalid says that the input breaks a rule; Fields tells which.
	Invalid = errors.New("invalid")
	// Forbidden says that this viewer may not do it, though somebody might.
	Forbidden = errors.New("forbidden")
	// SignedOut says that the act needs a signed-in member.
	SignedOut = errors.New("signed out")
	// Unavailable says that a part of the house (store, index, disk) cannot answer now.
	Unavailable = errors.New("unavailable")
	// Full says that nothing can be written for want of room; reading goes on.
	Full = fmt.Errorf("no room left: %w", Unavailable)
	// TooMany says that a rate limit was reached; TooManyFor adds how long to wait.
	TooMany = errors.New("too many")
)

// Fields maps the name of a form field to what is wrong with it, in French,
// for the person who typed it. It is an error of kind Invalid.
type Fields map[string]string

// Error lists the fields in order, for logs.
func (f Fields) Error() string {
	parts := make([]string, 0, len(f))
	for _, name := range slices.Sorted(maps.Keys(f)) {
		parts = append(parts, name+": "+f[name])
	}
	return "invalid: " + strings.Join(parts, "; ")
}

// Is reports that every Fields is an Invalid.
func (f Fields) Is(target error) bool { return target == Invalid }

// Add records the first thing that is wrong with a field; later ones are dropped.
func (f Fields) Add(field, message string) {
	if _, ok := f[field]; !ok {
		f[field] = message
	}
}

// Err returns f as an error, or nil when nothing is wrong.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Taken is a Conflict on one unique field, such as "siret" or "email".
type Taken struct{ Field string }

// Error names the field.
func (t Taken) Error() string { return t.Field + " is taken" }

// Is reports that every Taken is a Conflict.
func (t Taken) Is(target error) bool { return target == Conflict }

// TooManyFor is a TooMany that says how long to wait.
type TooManyFor struct {
	Most int           // how many are allowed in the time that was counted
	Wait time.Duration // until the next try is heard; more than zero
}

// Error says how long, for logs.
func (t TooManyFor) Error() string {
	return fmt.Sprintf("too many: more than %d, wait %v", t.Most, t.Wait)
}

// Is reports that every TooManyFor is a TooMany.
func (t TooManyFor) Is(target error) bool { return target == TooMany }

// Seconds is the wait in whole seconds, at least one: the value of Retry-After.
func (t TooManyFor) Seconds() int {
	return max(1, int((t.Wait+time.Second-1)/time.Second))
}

// Wrap adds where an error happened. Use it on defer with a named result:
//
//	defer fault.Wrap(&err, "profile.Create(%s)", name)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
