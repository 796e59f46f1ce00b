package rendezvous

import (
	"slices"
	"strings"
	"time"
)

// reader reads one text.
type reader struct {
	tokens []token
	words  string
	now    time.Time
	found  []mark
}

// mark is a day or hours that stand in the text.
type mark struct {
	at, end  int // tokens
	day      *named
	from, to *Hour
	midnight bool
}

// scan finds all days and hours, in their order.
func (r *reader) scan() {
	for at, days := 0, 0; at < len(r.tokens) && days < MostFound; {
		if d, end := r.day(at); end > 0 {
			r.found = append(r.found, mark{at: r.from(at), end: end, day: &d})
			at, days = end, days+1
			continue
		}
		if from, to, end := r.hours(at); end > 0 {
			r.found = append(r.found, mark{at: at, end: end, from: from, to: to, midnight: r.midnight(at, end)})
			at = end
			continue
		}
		at++
	}
}

// from is where the words of a day begin, with those that introduce it.
func (r *reader) from(at int) int {
	for slices.Contains([]string{"le", "les", "ce", "du", "au"}, r.word(at-1)) {
		at--
	}
	return at
}

func (r *reader) midnight(at, end int) bool {
	return slices.ContainsFunc(r.tokens[at:end], func(t token) bool { return t.word == "minuit" })
}

// proposals puts together what stands together.
func (r *reader) proposals() []Proposal {
	r.share()
	var all []Proposal
	open := []int{} // those of the sentence, and of the one before while it has no hour
	for i, m := range r.found {
		if m.day != nil {
			if len(all) > 0 && r.parted(r.found[i-1].end, m.at) {
				open = open[:0]
			}
			all = append(all, r.proposal(m))
			open = append(open, len(all)-1)
			continue
		}
		r.hoursOf(i, all, open)
	}
	for i := range all {
		all[i].Doubts = r.doubts(&all[i])
	}
	r.places(all)
	return all
}

// share gives « mardi 8 ou jeudi 10 janvier » one month.
func (r *reader) share() {
	for i := len(r.found) - 2; i >= 0; i-- {
		d, next := r.found[i].day, r.found[i+1].day
		if d != nil && next != nil && d.day > 0 && d.month == 0 && next.month > 0 && r.found[i+1].at-r.found[i].end <= 2 {
			d.month, d.year = next.month, next.year
		}
	}
}

// parted reports whether a sentence ends between two tokens.
func (r *reader) parted(from, to int) bool {
	for i := from; i < to; i++ {
		if r.ends(i) {
			return true
		}
	}
	return false
}

// hoursOf gives the hours of a mark to the days before it that have none yet, or else to the one that follows in the same sentence.
func (r *reader) hoursOf(i int, all []Proposal, open []int) {
	m := r.found[i]
	given := false
	for _, n := range open {
		if all[n].From == nil {
			all[n].From, all[n].To, given = m.from, m.to, true
			all[n].doubt(m.midnight, Midnight)
		}
	}
	if i+1 < len(r.found) && !given {
		if next := &r.found[i+1]; next.day != nil && next.from == nil && !r.parted(m.end, next.at) {
			next.from, next.to, next.midnight = m.from, m.to, m.midnight
		}
	}
}

func (p *Proposal) doubt(is bool, d Doubt) {
	if is && !slices.Contains(p.Doubts, d) {
		p.Doubts = append(p.Doubts, d)
	}
}

func (r *reader) proposal(m mark) Proposal {
	p := Proposal{From: m.from, To: m.to, Said: strings.TrimSpace(r.words[r.at(m.at).from:r.at(m.end-1).to])}
	p.doubt(m.midnight, Midnight)
	r.resolve(&p, m.day)
	return p
}

// doubts adds to those of the day what its hour says: it is over today.
func (r *reader) doubts(p *Proposal) []Doubt {
	if !p.Day.IsZero() && p.Day.Equal(civil(r.now)) && p.From != nil && p.From.Hour*60+p.From.Minute <= r.now.Hour()*60+r.now.Minute() {
		p.doubt(!slices.Contains(p.Doubts, WhichWeek), Past)
	}
	return p.Doubts
}

// civil is the day of a wall time, at midnight UTC.
func civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
