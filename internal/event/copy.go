package event

import (
	"context"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// Again is the draft of an event that is like e, on another day. It knows neither the days of e, nor who answered, nor whence it came.
func Again(e Event) Draft {
	d := Filled(e)
	d.At, d.Later, d.Planned = 0, false, false
	d.Day, d.EndDay, d.UntilDay, d.UntilHour, d.PlanDay, d.PlanHour = "", "", "", "", "", ""
	for i := range d.Questions {
		d.Questions[i].ID = ""
	}
	d.Which, d.EndWhich, d.UntilWhich, d.PlanWhich = Unasked, Unasked, Unasked, Unasked
	return d
}

// Repeat returns the draft of an event that is like one of the viewer's: one that is over, cancelled or a draft too. Errors: as Mine.
func (s *Service) Repeat(ctx context.Context, v viewer.Viewer, slug string) (_ Draft, _ Event, err error) {
	defer fault.Wrap(&err, "event.Repeat(%.80q)", slug)
	e, err := s.Mine(ctx, v, slug)
	if err != nil {
		return Draft{}, Event{}, err
	}
	return Again(e), e, nil
}
