package web

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/views"
)

// doorShown is how many lines the page of the door shows: who is not among them is searched for.
const doorShown = 300

// doorParties are the lines of the door, by name.
func (s *site) doorParties(c *fiber.Ctx, d *event.Door) ([]views.DoorParty, error) {
	answers := make([]event.Answer, len(d.Parties))
	for i := range d.Parties {
		answers[i] = d.Parties[i].Answer
	}
	lines, err := s.answerLines(c, answers)
	all := make([]views.DoorParty, len(d.Parties))
	for i := range d.Parties {
		p := &d.Parties[i]
		all[i] = views.DoorParty{ID: p.ID(), By: lines[i], Name: cmp.Or(lines[i].Name, p.Answer.Name, p.Arrival.Name, nobodySeen),
			People: p.Answer.Party(), Came: p.Arrival.People, Says: p.Answer.Says, Seat: p.Answer.Seat, Listed: p.Answer.Listed, WalkedIn: p.Arrival.Unannounced() && p.Arrival.CameIn()}
		for _, q := range d.Event.Questions {
			all[i].Said = append(all[i].Said, p.Answer.SaidTo(q.ID))
		}
		if all[i].WalkedIn {
			all[i].People = p.Arrival.People
		}
		if p.Arrival.CameIn() {
			all[i].At = s.doorTime(p.Arrival.At)
		}
	}
	slices.SortStableFunc(all, func(a, b views.DoorParty) int { return strings.Compare(text.Fold(a.Name), text.Fold(b.Name)) })
	return all, err
}

// doorTime is when somebody came: the hour, and the day when it is not today.
func (s *site) doorTime(at time.Time) string {
	here, now := at.In(clock.Paris), s.Now().In(clock.Paris)
	if here.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return views.Clock(here.Hour()*60 + here.Minute())
	}
	return views.Moment(here)
}

func doorTally(d *event.Door) views.DoorTally {
	t := views.DoorTally{Came: d.Present.People, Expected: d.Expected}
	for i := range d.Parties {
		if a := &d.Parties[i].Arrival; a.Unannounced() {
			t.WalkedIn += a.People
		}
	}
	t.Free, t.Bounded = d.Free()
	return t
}

// door is /evenements/{slug}/accueil, for those who may speak for the page that announces.
func (s *site) door(c *fiber.Ctx) error { return s.showDoor(c, nil) }

func (s *site) showDoor(c *fiber.Ctx, wrong fault.Fields) error {
	d, err := s.Events.AtDoor(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	p := views.DoorPage{Chrome: s.chrome(c, "Accueil", views.NavEvents), Tally: doorTally(&d), Open: d.Event.DoorIsOpen(s.Now()),
		Key: id.New(), People: "1", Wrong: wrong}
	if s.Now().Before(d.Event.DoorOpens()) {
		p.Opens = views.Moment(d.Event.DoorOpens().In(clock.Paris))
	}
	cards, err := s.eventCards(c, []event.Event{d.Event})
	if err == nil {
		p.Card = cards[0]
		p.List, err = s.doorParties(c, &d)
	}
	if err != nil {
		return err
	}
	narrowDoor(c, &d, &p)
	if p.Rest = len(p.List) - doorShown; p.Rest > 0 {
		p.List = p.List[:doorShown]
	}
	if len(wrong) > 0 {
		p.Who, p.People = typed(c, event.FieldWho), typed(c, event.FieldPeople)
		c.Status(statusOf(wrong))
	}
	return show(c, views.Door(p))
}

// narrowDoor leaves those whom the address asks for: by a part of the name, or by a pass.
func narrowDoor(c *fiber.Ctx, d *event.Door, p *views.DoorPage) {
	p.Query = text.Cut(text.Line(c.Query(views.ParamDoorName)), event.MaxName)
	if typed := c.Query(views.ParamDoorPass); typed != "" {
		p.Pass = event.PassForm(typed)
		found := slices.IndexFunc(d.Parties, func(one event.Party) bool { return p.Pass != "" && one.Code == p.Pass })
		p.Pass = cmp.Or(p.Pass, text.Cut(text.Line(typed), mostQuoted))
		p.List = slices.DeleteFunc(p.List, func(one views.DoorParty) bool { return found < 0 || one.ID != d.Parties[found].ID() })
		p.Lost = found < 0
		return
	}
	if sought := text.Fold(p.Query); sought != "" {
		p.List = slices.DeleteFunc(p.List, func(one views.DoorParty) bool { return !strings.Contains(text.Fold(one.Name), sought) })
	}
}

// atDoor does what somebody at the door did.
func (s *site) atDoor(c *fiber.Ctx) error {
	g := event.Gesture{ID: typed(c, views.FieldKey), Answer: typed(c, views.FieldParty), Name: typed(c, event.FieldWho), Do: event.Do(typed(c, views.FieldGesture))}
	switch {
	case g.Do == "":
		g.Do = event.Enter
	case !slices.Contains([]event.Do{event.Enter, event.Recall, event.Amend}, g.Do):
		return fault.Invalid
	}
	if n := text.Line(typed(c, event.FieldPeople)); n != "" {
		var err error
		if g.People, err = strconv.Atoi(n); err != nil || g.People == 0 {
			g.People = -1
		}
	}
	told, err := s.Events.Admit(c.UserContext(), who(c).viewer(), c.Params("slug"), g)
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		return s.showDoor(c, wrong)
	case errors.Is(err, event.ErrShut):
		s.say(c, views.ToneWrong, "L'accueil n'est pas ouvert\u00a0: rien n'a été noté.")
	case err != nil:
		return err
	default:
		if err := s.tellDoor(c, &told[0]); err != nil {
			return err
		}
	}
	back := meetPath(c.Params("slug")) + "/accueil"
	if q := c.Query(views.ParamDoorName); q != "" {
		back += "?" + url.Values{views.ParamDoorName: {q}}.Encode()
	}
	if len(told) > 0 && told[0].Arrival.ID != "" {
		back += "#p-" + told[0].Arrival.ID
	}
	return seeOther(c, back)
}

// tellDoor says what became of a gesture.
func (s *site) tellDoor(c *fiber.Ctx, told *event.Told) error {
	lines, err := s.answerLines(c, []event.Answer{told.Answer})
	if err != nil {
		return err
	}
	name := cmp.Or(lines[0].Name, told.Answer.Name, told.Arrival.Name, "Cette personne")
	at := s.doorTime(told.Arrival.At)
	switch told.Outcome {
	case event.Came:
		s.say(c, views.ToneDone, name+"\u00a0: "+views.Plural(told.Arrival.People, "personne notée", "personnes notées")+" à "+at+".")
	case event.Already:
		s.say(c, views.ToneInfo, name+"\u00a0: déjà arrivé à "+at+".")
	case event.Recalled:
		s.say(c, views.ToneDone, name+"\u00a0: l'arrivée est annulée.")
	default:
		s.say(c, views.ToneWrong, "Cette personne n'est pas, ou plus, sur la liste.")
	}
	return nil
}

// doorPrint is what is printed for the door: who has a place, waits or may come, and who came.
func (s *site) doorPrint(c *fiber.Ctx, title string) (views.DoorPrintPage, error) {
	d, err := s.Events.AtDoor(c.UserContext(), who(c).viewer(), c.Params("slug"))
	p := views.DoorPrintPage{}
	if err != nil {
		return p, err
	}
	p.Chrome, p.Tally = s.chrome(c, title, views.NavEvents), doorTally(&d)
	cards, err := s.eventCards(c, []event.Event{d.Event})
	if err == nil {
		p.Card = cards[0]
		p.List, err = s.doorParties(c, &d)
	}
	return p, err
}

// doorList is /evenements/{slug}/accueil/liste.
func (s *site) doorList(c *fiber.Ctx) error {
	p, err := s.doorPrint(c, "Qui vient")
	if err != nil {
		return err
	}
	return show(c, views.DoorList(p))
}

// doorBadges is /evenements/{slug}/accueil/badges: for those who have a place, and those who came.
func (s *site) doorBadges(c *fiber.Ctx) error {
	p, err := s.doorPrint(c, "Badges")
	if err != nil {
		return err
	}
	p.List = slices.DeleteFunc(p.List, func(one views.DoorParty) bool { return one.Seat != event.Placed && one.Came == 0 })
	return show(c, views.DoorBadges(p))
}
