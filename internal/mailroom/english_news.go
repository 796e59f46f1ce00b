package mailroom

import (
	"strconv"

	"partant/internal/digest"
	"partant/internal/event"
	"partant/internal/notify"
)

func (w english) word(t []digest.Told, s Site) (l said) {
	if len(t) == 1 {
		l.Subject = w.told(t[0])
		l.Before = []string{w.told(t[0]) + "."}
		l.Do = "Read it on the site"
		if t[0].Kind == notify.Followed {
			l.Do = "See who follows"
		}
	} else {
		l.Subject = strconv.Itoa(len(t)) + " things are new for you"
		l.Before = []string{"Here is what concerns you on " + s.Name + " and what you have not read yet."}
		l.Do = "See my notifications"
	}
	l.After = []string{"You asked to be told at once."}
	return l
}

func (english) digest(n digest.News, s Site) (l said) {
	l.Subject = "New on " + s.Name
	switch len(n.Told) {
	case 0:
	case 1:
		l.Subject = "Something is new for you"
	default:
		l.Subject = strconv.Itoa(len(n.Told)) + " things are new for you"
	}
	l.Before = []string{"Here is what happened on " + s.Name + " since our last letter."}
	l.Do = "See my notifications"
	switch {
	case n.OnlyComing():
		l.Subject = "Coming up: " + n.Coming[0].Title
		if len(n.Coming) > 1 {
			l.Subject = strconv.Itoa(len(n.Coming)) + " events are coming up"
		}
		l.Before = []string{"Here is what comes soon on " + s.Name + ", for you or where you follow."}
		l.Do = "See the events"
	case len(n.Told) == 0:
		l.Do = "Open the feed"
	}
	return l
}

func (w english) coming(c *digest.Coming, s Site) string {
	at := w.moment(s, c.Start.At)
	switch {
	case c.Answer.Seat == event.Placed:
		return at + ", you have " + w.seats(c.Answer.With)
	case c.Answer.Seat == event.Waiting:
		return at + ", you are on the waiting list"
	case c.Answer.Seat == event.Asked:
		return at + ", your request waits for an answer"
	case c.Answer.Says == event.Maybe:
		return at + ", you may come"
	}
	return at + ", announced by " + c.By
}

func (english) newsTitle(p newsPart) string {
	return [...]string{partTold: "What concerns you", partComing: "Coming up", partPosts: "Published where you follow", partTalks: "Being discussed"}[p]
}

func (english) told(t digest.Told) string {
	who, title := t.By, "“"+t.Thing.Title+"”"
	switch {
	case t.Kind.OfBoard():
		who = "The board"
	case who == "":
		who = "Somebody"
	}
	switch t.Kind {
	case notify.Unheard:
		return "A program does not answer any more, and is told no more of the events of " + title
	case notify.Followed:
		return who + " follows your page " + title
	case notify.Answered:
		return who + " answered you in " + title
	case notify.Mentioned:
		return who + " mentions you in " + title
	case notify.Settled:
		return who + " took account of what you said, in a version of " + title
	case notify.Continued:
		return who + " answered in " + title
	case notify.Moved:
		return "A moderator moved what you wrote to " + title
	case notify.Refiled:
		return "A moderator changed the theme or the place of " + title
	case notify.Asked:
		return who + " asks your institution: " + title
	case notify.PassedOn:
		return who + " passed your question on to another institution: " + title
	case notify.Declined:
		return who + " declines to answer your question " + title
	case notify.Accepted:
		return who + " accepted your answer to " + title
	case notify.Recommended:
		return who + " recommends your page " + title
	case notify.Rejoined:
		return who + " replied to your recommendation of " + title
	case notify.Applied:
		return who + " asks to join " + title
	case notify.Admitted:
		return who + " welcomes you in " + title
	case notify.TurnedDown:
		return who + " did not accept your request to join " + title
	case notify.Dismissed:
		return who + " removed you from the members of " + title
	case notify.Appointed:
		return who + " changed your role in " + title
	case notify.Announced:
		return who + " announces to its members: " + title
	case notify.Offered:
		return who + " offers to exchange how you are reached: " + title
	case notify.Exchanged:
		return who + " has exchanged how they are reached with you: " + title
	case notify.NetAsked:
		return who + " asks to join your network " + title
	case notify.NetInvited:
		return who + " invites your club to its network: " + title
	case notify.NetJoined:
		return who + " agrees to be in a network with " + title
	case notify.NetDeclined:
		return who + " preferred not to be in a network with " + title
	case notify.NetEnded:
		return who + " is no longer in a network with " + title
	case notify.Renewing:
		return "Your membership ends soon: " + title
	case notify.Lapsing:
		return "Your membership has come to its last day: " + title
	case notify.Minuted:
		return who + " has published the minutes of " + title
	case notify.Entrusted:
		return who + " gives you something to do in the minutes of " + title
	case notify.Pressing:
		return who + " reminds you of something that you have to do soon, since " + title
	case notify.Reminded:
		return who + " expects you at " + title
	case notify.Nudged:
		return who + " asks whether you come to " + title
	case notify.Hosts:
		return who + " hosts with you " + title
	case notify.HostsNot:
		return who + " does not host with you " + title
	case notify.Requested:
		return who + " asks to come to " + title
	case notify.CalledToHost:
		return who + " asks you to host together " + title
	case notify.Convened:
		return who + " announces the event " + title
	}
	return who + " commented on " + title
}

func (english) talk(t digest.Talk) string {
	switch t.Answers {
	case 0:
		return t.By
	case 1:
		return t.By + ", one answer"
	}
	return t.By + ", " + strconv.Itoa(t.Answers) + " answers"
}

func (english) chooseRhythm() string { return "Choose how often you get these letters" }
