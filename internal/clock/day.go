package clock

import "time"

// Days counts the midnights of Paris between two instants: from Monday evening to Tuesday morning is one day. Never negative.
func Days(from, to time.Time) int {
	return max(0, int(midnight(to).Sub(midnight(from))/(24*time.Hour)))
}

// midnight is the day of an instant in Paris, as one that has 24 hours.
func midnight(at time.Time) time.Time {
	y, m, d := at.In(Paris).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
