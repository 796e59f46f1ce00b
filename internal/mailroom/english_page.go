package mailroom

import "partant/internal/profile"

func (w english) page(d done, s Site) (l said) {
	name, at := "“"+d.name+"”", w.moment(s, d.act.At)
	if d.act.What == profile.Reverted {
		return said{Subject: "An earlier version of the page " + name + " is back", Do: "See the history",
			Before: []string{"A moderator gave the page " + name + ", which you run, the content of an earlier version. That was on " + at + "."},
			After:  []string{"The history says what has changed, and lets you undo it. You disagree? Write to the team of the site, whose address is in the legal notice."}}
	}
	by := d.by
	if by == "" {
		by = "Somebody on the team"
	}
	return said{Subject: "The page " + name + " is no longer verified", Do: "See the history",
		Before: []string{by + " changed the name, the kind or the SIRET number of the page " + name + ", which you run, on " + at + ". So the page no longer bears the mark of a verified page: what had been shown was shown of the page as it was."},
		After:  []string{"Going back to the earlier version, in the history, brings the mark back. Otherwise, have the page verified again."}}
}
