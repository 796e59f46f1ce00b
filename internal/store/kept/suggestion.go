package kept

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"

	"partant/internal/suggestion"
)

// suggestionsKept is for how many members suggestions are remembered, some 40 KB each; searched is for how long: what others
// publish or follow meanwhile is suggested that much later.
const (
	suggestionsKept = 500
	searched        = 10 * time.Minute
)

// Suggestions is a suggestion.Memory.
type Suggestions struct {
	found *otter.Cache[string, suggestions]
}

type suggestions struct {
	list []suggestion.Suggestion
	at   time.Time
}

// NewSuggestions returns an empty memory.
func NewSuggestions() Suggestions {
	return Suggestions{otter.Must(&otter.Options[string, suggestions]{MaximumSize: suggestionsKept})}
}

// Read implements suggestion.Memory. Errors are not kept.
func (s Suggestions) Read(_ context.Context, key string, find func() ([]suggestion.Suggestion, error)) ([]suggestion.Suggestion, error) {
	if kept, ok := s.found.GetIfPresent(key); ok && time.Since(kept.at) < searched {
		return kept.list, nil
	}
	list, err := find()
	if err == nil {
		s.found.Set(key, suggestions{list, time.Now()})
	}
	return list, err
}
