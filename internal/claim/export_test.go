package claim

import "time"

// GrantForTest writes what a decision writes, without the entry that follows.
func GrantForTest(c *Claim, now time.Time) {
	c.Means, c.Of = ByFile, "www.heron.fr"
	(&Service{now: func() time.Time { return now }}).grant(c)
}
