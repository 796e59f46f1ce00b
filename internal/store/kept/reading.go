package kept

import (
	"context"
	"strings"

	"partant/internal/reading"
)

// marksKept is for how many pages that members read it is remembered how far they had come.
const marksKept = 2000

// Readings is a store of marks that remembers those that were asked for together. It is only for stores that count the writes of
// marks.
type Readings struct {
	reading.Store
	among memory[[]reading.Mark]
}

// NewReadings returns a Readings in front of a store; changes are those of what one member alone is shown.
func NewReadings(store reading.Store, changes Changes) Readings {
	return Readings{store, newMemory[[]reading.Mark](marksKept, changes)}
}

// MarksAmong implements reading.Store.
func (s Readings) MarksAmong(ctx context.Context, ids []string) ([]reading.Mark, error) {
	return s.among.read(ctx, strings.Join(ids, " "), func() ([]reading.Mark, error) { return s.Store.MarksAmong(ctx, ids) })
}
