package mailroom

import (
	"strconv"

	"partant/internal/event"
)

func (w english) meeting(m meeting, s Site) said {
	name, at := "“"+m.title+"”", w.moment(s, m.start)
	facts := []string{"When: " + at + "."}
	if m.place != "" {
		facts = append(facts, "Where: "+m.place)
	}
	withdraw := []string{"Give my place back, or change my answer"}
	switch m.kind {
	case event.OwesConfirm:
		return said{Subject: "Confirm your answer", Do: "See the event and confirm",
			Before: []string{"Somebody answered an event on " + s.Name + " and gave this address. If it was you, confirm: your answer counts from then on. Your address is shown to nobody."},
			After:  []string{"Without confirmation everything is erased in two days. You asked for nothing? Do nothing."}}
	case event.OwesAgain:
		return said{Subject: "You have answered already", Do: "See my answer, or change it",
			Before: []string{"Somebody has just answered an event on " + s.Name + " and gave this address. An answer from this address is there already: nothing has changed."},
			After:  []string{"This link shows it, and lets you change it. You asked for nothing? Do nothing."}}
	case event.OwesAsked:
		return said{Subject: "Your request has left: " + m.subject(at), Do: "See my request", More: withdraw,
			Before: append([]string{"To come to " + name + " one needs the agreement of those who run it: your request is passed on to them. No place is kept until then; we write to you as soon as they have answered."}, facts...)}
	case event.OwesDeclined:
		return said{Subject: "Your request was not accepted: " + m.subject(at), Do: "See the event",
			Before: w.adds(m, "Those who run "+name+" cannot welcome you this time.")}
	case event.OwesReopened:
		l := said{Subject: "Your request waits again: " + m.subject(at), Do: "See my request", More: withdraw,
			Before: append([]string{"Those who run " + name + " have taken their agreement back: your request waits for their answer again. No place is kept until then; we write to you as soon as they have answered."}, facts...)}
		if m.takesBack() {
			l.After = []string{"The attached file takes the event out of your calendar."}
		}
		return l
	case event.OwesPlaced:
		if m.agreed {
			return said{Subject: "You are coming: " + m.subject(at), Do: "See the event", More: withdraw,
				Before: w.adds(m, append([]string{"Those who run " + name + " said yes: you have " + w.seats(m.with) + "."}, facts...)...), After: w.comes(m)}
		}
		return said{Subject: "You are coming: " + m.subject(at), Do: "See the event", More: withdraw,
			Before: append([]string{"It is noted: " + w.seats(m.with) + " for " + name + "."}, facts...), After: w.comes(m)}
	case event.OwesPromoted:
		return said{Subject: "There is room now: " + m.subject(at), Do: "See the event", More: withdraw,
			Before: append([]string{"Good news: you need not wait any more. You have " + w.seats(m.with) + " for " + name + "."}, facts...), After: w.comes(m)}
	case event.OwesWaiting:
		if m.agreed {
			return said{Subject: "On the waiting list: " + m.subject(at), Do: "See my rank", More: withdraw,
				Before: w.adds(m, append([]string{"Those who run " + name + " said yes, but it is full. Your request is kept, in the order in which they agreed. As soon as it is your turn the place is yours, and we write to you."}, facts...)...)}
		}
		return said{Subject: "On the waiting list: " + m.subject(at), Do: "See my rank", More: withdraw,
			Before: append([]string{name + " is full, and your request is kept, in the order of arrival. As soon as it is your turn the place is yours, and we write to you."}, facts...)}
	case event.OwesOut:
		return said{Subject: "You are not coming any more: " + m.subject(at), Do: "See the event",
			Before: []string{"You gave your place for " + name + " back. Thank you for saying so: somebody else can come."}, After: []string{"The attached file takes the event out of your calendar."}}
	case event.OwesRemind:
		return said{Subject: "Reminder: " + m.subject(at), Do: "See the event", More: withdraw,
			Before: append([]string{"You are coming to " + name + ", and asked us to remind you."}, facts...), After: w.recalls(m)}
	case event.OwesNudge:
		return said{Subject: "Are you coming? " + m.subject(at), Do: "See the event", More: []string{"Answer: coming, or not this time"},
			Before: append([]string{"You may come to " + name + ". Those who run it need to know: are you coming?"}, facts...),
			After:  []string{"We will not ask you a second time."}}
	case event.OwesCancelled:
		l := said{Subject: "Cancelled: " + m.subject(at), Do: "See the page of the event", Before: []string{name + ", on " + at + ", will not take place."}}
		if m.gone {
			l.Do = "See other events"
		}
		if m.reason != "" {
			l.Before = append(l.Before, "Those who run it tell you:")
		}
		if m.seat == event.Placed {
			l.After = []string{"The attached file takes it out of your calendar."}
		}
		return l
	}
	return said{Subject: "Changed: " + m.subject(at), Do: "See what has changed", More: withdraw,
		Before: append([]string{"The time or the place of " + name + " has changed. This is how things are now."}, facts...), After: w.comes(m)}
}

// adds is said at the French one.
func (english) adds(m meeting, before ...string) []string {
	if m.word == "" {
		return before
	}
	return append(before, "They tell you:")
}

func (english) comes(m meeting) (all []string) {
	if m.seat != event.Placed {
		return nil
	}
	if m.online != "" {
		all = append(all, "To come online: "+m.online)
	}
	return append(all, "At the door, show the code above, on your phone or on paper: it is good for you and those who come with you.",
		"The attached file puts the event into your calendar. Something has come up? Say so: somebody may be waiting for your place.")
}

func (english) pass() string { return "My ticket" }

func (english) seats(with int) string {
	if with == 0 {
		return "a place in your name"
	}
	return strconv.Itoa(with+1) + " places in your name"
}

func (english) recalls(m meeting) (all []string) {
	if m.seat == event.Placed && m.online != "" {
		all = append(all, "To come online: "+m.online)
	}
	return append(all, "Something has come up? Say so: somebody may be waiting for your place.")
}
