package views

import (
	"net/url"

	"partant/internal/notify"
)

// NotificationsPage is /notifications.
type NotificationsPage struct {
	Chrome Chrome
	Days   []NotificationDay
	Unread bool   // something on the page was not read
	Until  string // of the newest one there: what comes later stays unread
	First  bool   // it is the first page of the list
	Next   string // URL of the next page; empty on the last
}

// NotificationDay is what happened on one day.
type NotificationDay struct {
	Day   string
	Lines []NotificationLine
}

// Line is the line of the day that n stands in: one of its own, or that of others who follow the same page, or ask to come to the same event.
func (d *NotificationDay) Line(n notify.Notification) *NotificationLine {
	for i := range d.Lines {
		if l := &d.Lines[i]; (n.Kind == notify.Followed || n.Kind == notify.Requested) && l.Kind == n.Kind && l.Thing.ID == n.Thing.ID {
			return l
		}
	}
	d.Lines = append(d.Lines, NotificationLine{Kind: n.Kind, Thing: n.Thing})
	return &d.Lines[len(d.Lines)-1]
}

// NotificationLine is one thing that happened, or several of the same kind gathered.
type NotificationLine struct {
	IDs    []string // of the notifications that were not read
	Kind   notify.Kind
	Who    []Byline // those who are named, the last first
	Count  int      // how many did it, named or not
	Thing  notify.Thing
	At     string // « 18 h 30 »
	Unread bool
}

// whoShown is how many a gathered line names.
const whoShown = 3

// subject is who did it: « Claire Dumont », « 3 personnes », « Quelqu'un ».
func (l NotificationLine) subject() string {
	switch {
	case l.Kind.OfBoard():
		return "Le bureau"
	case l.Kind.OfMembership():
		return "Votre adhésion"
	case l.Kind == notify.Unheard:
		return "Un logiciel"
	case l.Count > 1:
		return Number(l.Count) + joint + "personnes"
	case len(l.Who) == 1:
		return l.Who[0].Name
	}
	return "Quelqu'un"
}

// verb is what they did; the title of the thing follows.
func (l NotificationLine) verb() string {
	many := l.Count > 1
	switch l.Kind {
	case notify.Followed:
		return either(many, "suivent", "suit") + " votre page"
	case notify.Answered:
		return either(many, "vous ont répondu dans", "vous a répondu dans")
	case notify.Mentioned:
		return either(many, "parlent de vous dans", "parle de vous dans")
	case notify.Settled:
		return either(many, "tiennent compte de ce que vous avez dit, dans une version de", "tient compte de ce que vous avez dit, dans une version de")
	case notify.Continued:
		return "répond dans"
	case notify.Moved:
		return "de la modération a déplacé ce que vous aviez écrit dans"
	case notify.Refiled:
		return "de la modération a changé le thème ou la commune de"
	case notify.Asked:
		return "pose une question à votre institution :"
	case notify.PassedOn:
		return "a transmis à une autre institution votre question"
	case notify.Declined:
		return "ne répondra pas, et dit pourquoi, à votre question"
	case notify.Accepted:
		return "a retenu votre réponse à"
	case notify.Recommended:
		return "recommande votre page"
	case notify.Rejoined:
		return "a répondu à votre recommandation de"
	case notify.Applied:
		return "demande à rejoindre"
	case notify.Admitted:
		return "vous accueille dans"
	case notify.TurnedDown:
		return "n'a pas retenu votre demande pour"
	case notify.Dismissed:
		return "vous a retiré des membres de"
	case notify.Appointed:
		return "a changé votre fonction dans"
	case notify.Announced:
		return "annonce à ses membres :"
	case notify.Offered:
		return "propose d'échanger vos coordonnées : voyez"
	case notify.Exchanged:
		return "a échangé ses coordonnées avec vous : voyez"
	case notify.NetAsked:
		return "demande à entrer dans votre réseau"
	case notify.NetInvited:
		return "invite dans son réseau votre club"
	case notify.NetJoined:
		return "accepte d'être en réseau avec"
	case notify.NetDeclined:
		return "n'a pas souhaité être en réseau avec"
	case notify.NetEnded:
		return "n'est plus en réseau avec"
	case notify.Renewing:
		return "se termine bientôt :"
	case notify.Lapsing:
		return "est arrivée à son dernier jour :"
	case notify.Minuted:
		return "a publié le compte rendu de"
	case notify.Entrusted:
		return "vous confie une action dans le compte rendu de"
	case notify.Pressing:
		return "vous rappelle que vous avez bientôt quelque chose à faire, depuis"
	case notify.Reminded:
		return "vous attend : vous êtes partant pour"
	case notify.Nudged:
		return "vous demande si vous venez à"
	case notify.Unheard:
		return "ne répond plus, et n'est plus prévenu des événements de"
	case notify.Hosts:
		return "accueille avec vous"
	case notify.HostsNot:
		return "n'accueille pas avec vous"
	case notify.Requested:
		return either(many, "demandent à venir à", "demande à venir à")
	case notify.CalledToHost:
		return "vous propose d'accueillir ensemble"
	case notify.Convened:
		return either(many, "annoncent l'événement", "annonce l'événement")
	}
	return either(many, "commentent", "commente")
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// names are those whom a gathered line names: « Claire Dumont, Omar Diallo… ».
func (l NotificationLine) names() (names []string) {
	for _, b := range l.Who[:min(len(l.Who), whoShown)] {
		names = append(names, b.Name)
	}
	if l.Count > len(names) {
		names = append(names, Plural(l.Count-len(names), "autre", "autres"))
	}
	return names
}

// url is where a line leads.
func (l NotificationLine) url() string { return l.Thing.Path(l.Kind) }

// Unread is what a bell says of so many: « 3 », « 99+ », and the words that follow it, which are heard alone.
func Unread(n int) (count, words string) {
	count, words = Number(n), either(n > 1, "non lues", "non lue")
	if n > notify.Many {
		count = Number(notify.Many) + "+"
	}
	return count, words
}

// unread and unreadWords are the bell of a member.
func (m Member) unread() string      { count, _ := Unread(m.Unread); return count }
func (m Member) unreadWords() string { _, words := Unread(m.Unread); return words }

// ParamDiscussion names in the address of Live the discussion that is read.
const ParamDiscussion = "discussion"

// Live is where the bell of a member is told as it changes, and the answers to a discussion; empty: none is read.
func Live(discussion string) string { return live(ParamDiscussion, discussion) }

// ParamMeeting names the event whose numbers are told as they change.
const ParamMeeting = "evenement"

// LiveMeet is where it is told how full an event is, and what is said below it.
func LiveMeet(slug string) string { return live(ParamMeeting, slug) }

func live(what, slug string) string {
	if slug == "" {
		return "/direct"
	}
	return "/direct?" + what + "=" + url.QueryEscape(slug)
}
