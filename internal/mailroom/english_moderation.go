package mailroom

import (
	"strconv"

	"partant/internal/moderation"
)

// thingEnglish names what a case is about.
var thingEnglish = map[moderation.Kind]string{
	moderation.Letter: "letter", moderation.Page: "page", moderation.Post: "publication",
	moderation.Event: "event", moderation.Discussion: "discussion", moderation.Answer: "answer", moderation.Account: "account",
	moderation.Recommendation: "recommendation", moderation.Rejoinder: "reply to a recommendation",
	moderation.Announcement: "announcement", moderation.ClubFile: "document",
}

func (w english) verdict(v verdict, s Site) said {
	name := titled(thingEnglish[v.c.Kind], v.c.Title, "“", "”")
	switch {
	case v.mail == moderation.Receipt && v.appeal:
		return said{Subject: "We have received your appeal", Do: "Follow the decision",
			Before: []string{"You contest a decision about the " + name + ". Somebody on the team of " + s.Name + ", other than the first when there is one, will look at it again. Here is what you wrote."}}
	case v.mail == moderation.Receipt:
		return said{Subject: "We have received your report",
			Before: []string{"You reported the " + name + " on " + w.moment(s, v.at) + ". Somebody on the team of " + s.Name + " will read it and decide; we will write to you what was decided."},
			After:  []string{"Whoever wrote what you report does not know that the report comes from you."}}
	case v.mail == moderation.Answered:
		return w.answered(v, name, s)
	}
	return w.statement(v, name, s)
}

// outcomeEnglish says what was decided.
var outcomeEnglish = map[moderation.What]string{
	moderation.Kept: "We looked at it, and took nothing down.", moderation.TakenDown: "We took down what you reported: nobody sees it any more.",
	moderation.Restored: "After a second look, what you reported is seen again.", moderation.Upheld: "We upheld your report.",
	moderation.Suspended: "The account is suspended.", moderation.Reopened: "The account is open again.",
}

func (w english) answered(v verdict, name string, s Site) said {
	subject, about := "Your report: our decision", "You reported the "
	if v.appeal {
		subject, about = "Your appeal: our decision", "You contested a decision about the "
	}
	return said{Subject: subject, Do: "Read the decision", Before: []string{about + name + " on " + w.moment(s, v.at) + ". " + outcomeEnglish[v.decision.What] +
		" The decision was made by a person, not by a program. They tell you:"},
		After: []string{"You disagree? Say so within six months on the page of the decision: another person will look at it again when there is one. You can also go to court."}}
}

func (w english) statement(v verdict, name string, s Site) said {
	at := w.moment(s, v.decision.At)
	switch v.decision.What {
	case moderation.Held:
		return said{Subject: "Your text waits to be read", Do: "Read why",
			Before: []string{"You published your " + name + " on " + s.Name + " on " + at + ". A program put it aside before anybody saw it, as it does with the first texts of a new member that hold a link or repeat themselves. Nobody has decided anything yet.",
				"A moderator, a person, will read it; if nothing stands against it, it appears at once. You need not do anything."}}
	case moderation.TakenDown:
		return said{Subject: "We took down your " + name, Do: "Read the decision, or contest it",
			Before: []string{"A moderator took down your " + name + " from " + s.Name + " on " + at + ". The decision was made by a person, not by a program. Nobody sees it any more; nothing of it is erased.",
				"The rule (in French): " + v.decision.Rule() + ".", "The facts:"},
			After: []string{"You disagree? Say why, within six months, on the page of the decision: another person will look at it again when there is one. You can also go to court."}}
	case moderation.Restored:
		seen, looked := " is seen again", "looked again at"
		if v.c.Unheld(v.decision) {
			seen, looked = " is seen now", "read"
		}
		return said{Subject: "Your " + name + seen, Do: "See the decision",
			Before: []string{"A moderator " + looked + " your " + name + " on " + at + ": it is seen where you published it."}}
	}
	return said{Subject: "Your appeal: our decision", Do: "Read the decision",
		Before: []string{"You contested a decision about your " + name + ". A moderator looked at it again on " + at + ". " + outcomeEnglish[v.decision.What] + " They tell you:"}, After: []string{"You can also go to court."}}
}

func (english) bell(n int, more bool, s Site) said {
	what := "One thing waits"
	if n > 1 {
		what = strconv.Itoa(n) + " things wait"
	}
	if more {
		what = "More than " + strconv.Itoa(n) + " things wait"
	}
	return said{Subject: what + " for moderators", Do: "Open moderation",
		Before: []string{what + " for a moderator of " + s.Name + ": reports, appeals, first texts."},
		After:  []string{"We write this once an hour at most, and only when something new waits."}}
}
