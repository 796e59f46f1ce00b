package views

import (
	"partant/internal/event"
	"partant/internal/minutes"
)

// remind is what the form of an answer proposes: what was chosen, or the evening before.
func (p EventPage) remind() event.Remind {
	if p.Mine == nil {
		return event.Eve
	}
	return p.Mine.Remind
}

// remindChoices are the choices in words.
var remindChoices = []struct {
	Value event.Remind
	Text  string
}{{event.Eve, "la veille au soir"}, {event.HourBefore, "une heure avant"}, {event.Unreminded, "non, merci"}}

// choices name what is folded in the form of an answer.
func (p EventPage) choices() string {
	if p.asksTopic() {
		return "Me montrer, me le rappeler, proposer un sujet"
	}
	return "Me montrer, me le rappeler"
}

// unfolds reports whether something in there is to be put right.
func (p EventPage) unfolds() bool {
	return p.Topic != "" || p.Wrong[event.FieldRemind] != "" || p.Wrong[minutes.FieldTopic] != ""
}

// asksTopic reports whether the form of the answer proposes to propose a topic: to members, and not to who comes already, whom the agenda below asks.
func (p EventPage) asksTopic() bool {
	return p.Chrome.Member.SignedIn() && !p.Guest && !p.needsYes() && (p.Mine == nil || p.Mine.Says == event.No || p.Topic != "")
}
