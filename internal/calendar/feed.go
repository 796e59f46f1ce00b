package calendar

import (
	"bytes"

	ics "github.com/arran4/golang-ical"

	"partant/internal/clock"
	"partant/internal/text"
)

// Feed is a calendar that programs fetch again and again: whatever is not in it any more goes from the calendars that follow it.
type Feed struct {
	Name     string
	About    string
	URL      string // of the page that shows the same
	Meetings []Meeting
}

// refreshed is how often calendars are asked to come again.
const refreshed = "PT1H"

// usual is about how many bytes a meeting takes.
const usual = 900

// WriteFeed returns f as a .ics file (RFC 5545 and 7986). The same feed is the same bytes.
func WriteFeed(f Feed) ([]byte, error) {
	c := begin(Publish)
	c.SetName(text.Line(f.Name))
	c.SetDescription(text.Line(f.About))
	c.SetXWRCalDesc(text.Line(f.About))
	c.SetXWRTimezone(clock.Paris.String())
	c.SetUrl(f.URL)
	c.SetRefreshInterval(refreshed) // the library adds that it is a duration
	c.SetXPublishedTTL(refreshed)
	for i := range f.Meetings {
		c.AddVEvent(entry(f.Meetings[i], Publish))
	}
	var b bytes.Buffer
	b.Grow((1 + len(f.Meetings)) * usual)
	err := c.SerializeTo(&b, ics.WithNewLine("\r\n"))
	return b.Bytes(), err
}
