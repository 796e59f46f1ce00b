package clock

import (
	"hash/fnv"
	"time"
)

// When letters about what is new leave, in Paris: within half an hour from then on, so that they do not all leave at once.
const (
	morningHour, morningMinute = 7, 30
	morningSpread              = 30 * time.Minute
)

// Morning is when somebody is next written to about what is new after an instant: always as late in that half hour as their id
// says, and on Mondays alone when they want it weekly.
func Morning(who string, weekly bool, now time.Time) time.Time {
	hash := fnv.New32a()
	hash.Write([]byte(who))
	late := time.Duration(hash.Sum32()%uint32(morningSpread/time.Second)) * time.Second
	day := now.In(Paris)
	for days := 0; ; days++ {
		at := time.Date(day.Year(), day.Month(), day.Day()+days, morningHour, morningMinute, 0, 0, Paris)
		if due := at.Add(late); due.After(now) && (!weekly || at.Weekday() == time.Monday) {
			return due.UTC()
		}
	}
}
