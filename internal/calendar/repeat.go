package calendar

import (
	"time"

	"github.com/teambition/rrule-go"

	"partant/internal/fault"
)

// Repeat follows a rule of ours (RFC 5545) from a wall time on, most at most. Times are those of clocks on the wall, held as UTC. A month
// that lacks the day of a rule has none. fault.Invalid.
func Repeat(start time.Time, rule string, most int) (all []time.Time, err error) {
	defer fault.Wrap(&err, "calendar.Repeat(%.80q)", rule)
	option, err := rrule.StrToROption(rule)
	if err != nil {
		return nil, fault.Invalid
	}
	option.Dtstart = start
	r, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, fault.Invalid
	}
	next := r.Iterator()
	for range most {
		at, ok := next()
		if !ok {
			break
		}
		all = append(all, at)
	}
	return all, nil
}
