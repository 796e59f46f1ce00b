// Package unseen says that a thing is kept and shown to nobody: a moderator took it down, or it is held until one has looked at
// it. All nouns that people publish share its shape; why it is so stands in the case of the thing (package moderation).
package unseen

import (
	"context"
	"time"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// Mark is on a thing that nobody sees for now. Without one everybody does.
type Mark struct {
	At   time.Time `json:"at"`
	Held bool      `json:"held,omitempty"` // nobody has seen it yet: it waits for a moderator
}

// Error is the fault.Gone of a thing that a moderator took down, and the fault.NotFound of one that is held.
type Error struct {
	Mark
	Kind string // as package moderation names it
	ID   string
}

// Of returns the Error of a thing with a mark, nil for one without.
func Of(m *Mark, kind, id string) error {
	if m == nil {
		return nil
	}
	return Error{*m, kind, id}
}

// Error implements error.
func (e Error) Error() string {
	if e.Held {
		return e.Kind + " " + e.ID + " is held"
	}
	return e.Kind + " " + e.ID + " is taken down by moderation"
}

// Unwrap makes it a fault.
func (e Error) Unwrap() error {
	if e.Held {
		return fault.NotFound
	}
	return fault.Gone
}

// Words are what somebody is about to publish, or to change.
type Words struct {
	Kind, ID, Title, Text string
	HTML                  string // rendered: links are counted in it
	By                    viewer.Author
}

// Verdict is what comes of words.
type Verdict struct {
	Mark   *Mark // nil: they are shown at once
	Follow bool  // search engines may follow their links
}

// Screen looks at words before they are written. A nil Screen lets all pass.
type Screen func(ctx context.Context, v viewer.Viewer, w Words) (Verdict, error)

// Look asks a Screen that may be nil.
func (s Screen) Look(ctx context.Context, v viewer.Viewer, w Words) (Verdict, error) {
	if s == nil {
		return Verdict{}, nil
	}
	return s(ctx, v, w)
}
