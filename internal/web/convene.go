package web

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/convene"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/rendezvous"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// The sources of an event: what proposes to meet, with its id.
const (
	fromAnswer = "reponse:"
	fromTalk   = "discussion:"
	fromPost   = "publication:"
)

// proposal is what somebody proposes in a conversation.
type proposal struct {
	event.Origin
	conversation
}

// conversation is what people answer, and what its first words say.
type conversation struct {
	subject
	by                      string // id of the page that it is of
	words                   string
	at                      time.Time
	purpose, payer, commune string
}

// link leads to where it is talked about.
func (c *conversation) link() views.Link {
	if c.target.Kind == comment.Page {
		return views.Link{Text: "Questions à " + c.title, URL: c.path}
	}
	return views.Link{Text: c.title, URL: c.path}
}

// conversationOf finds what is answered. fault.NotFound, fault.Gone.
func (s *site) conversationOf(c *fiber.Ctx, t comment.Target) (conversation, error) {
	ctx := c.UserContext()
	switch t.Kind {
	case comment.Discussion:
		d, err := s.Talk.Get(ctx, t.ID)
		return conversation{ofDiscussion(&d), d.By.Page, d.Title + "\n" + d.Words(), d.Created, d.Purpose, d.Payer, d.Commune}, err
	case comment.Post:
		p, err := s.Posts.Get(ctx, t.ID)
		return conversation{subject: ofPost(&p), by: p.By.Page, words: p.Title + "\n" + p.Body, at: p.Published}, err
	case comment.Page:
		p, open, err := s.Profiles.Asked(ctx, t.ID)
		return conversation{subject: ofPage(&p, open), by: p.ID, commune: p.Address.Commune}, err
	case comment.Event:
		e, err := s.Events.ForReader(ctx, t.ID)
		return conversation{subject: ofEvent(&e), by: e.By.Page, purpose: e.Purpose, payer: e.Payer, commune: e.Commune}, err
	}
	return conversation{}, fault.NotFound
}

// proposed reads a source, to who may make an event of it (event.Service.Proposes). fault.NotFound for one that is somebody
// else's, that nobody sees, or that is no conversation.
func (s *site) proposed(c *fiber.Ctx, source string) (p proposal, err error) {
	kind, key, _ := strings.Cut(source, ":")
	if !id.Valid(key) {
		return p, fault.NotFound
	}
	var said comment.Comment
	of := comment.Target{ID: key}
	switch kind + ":" {
	case fromTalk:
		of.Kind = comment.Discussion
	case fromPost:
		of.Kind = comment.Post
	case fromAnswer:
		if said, err = s.Answers.Get(c.UserContext(), key); err == nil {
			err = said.Unseen()
		}
		of = said.Target
	}
	if err == nil {
		p.conversation, err = s.conversationOf(c, of)
	}
	if err != nil {
		return p, err
	}
	if p.Origin = (event.Origin{Kind: string(of.Kind), ID: of.ID, Answer: said.ID}); said.ID != "" {
		p.words, p.at = said.Body, said.Created
	}
	if err := s.Events.Proposes(c.UserContext(), who(c).viewer(), p.Origin); err != nil {
		return p, err
	}
	return p, s.see(c, p.by)
}

// fromConversation fills an empty form with what a conversation proposes, and says what has to be asked. ?jour= is a day that was chosen.
func (s *site) fromConversation(c *fiber.Ctx, p *views.EventFormPage) error {
	p.Source = c.Query(views.ParamSource)
	if p.Source == "" {
		return nil
	}
	from, err := s.proposed(c, p.Source)
	if errors.Is(err, fault.NotFound) {
		p.Source = ""
		return nil
	}
	if err != nil {
		return err
	}
	p.Talk = from.link()
	if from.target.Kind != comment.Page { // its name is no title
		p.Draft.Title = text.Cut(from.title, event.MaxTitle)
	}
	p.Draft.Purpose, p.Draft.Payer, p.Draft.Commune = text.Cut(from.purpose, event.MaxWords), text.Cut(from.payer, event.MaxWords), from.commune
	p.Town = s.Territory.TownName(p.Draft.Commune)
	p.Says = s.readWhen(p, rendezvous.Read(from.words, from.at.In(clock.Paris)), c.Query(event.FieldDay))
	return nil
}

// readWhen fills in the day, the hours and the place that words name, and returns what is left to say. What is not sure is left empty.
func (s *site) readWhen(p *views.EventFormPage, found []rendezvous.Proposal, chosen string) []string {
	if len(found) == 0 {
		return []string{"Nous n'avons lu ni jour ni heure dans ce message : dites-les ci-dessous."}
	}
	one := found[0]
	var says []string
	days := daysOf(found)
	at := slices.IndexFunc(days, func(d views.DayChoice) bool { return d.Day == chosen })
	switch {
	case at >= 0:
		p.Draft.Day = chosen
		if i := slices.IndexFunc(found, func(f rendezvous.Proposal) bool { return f.Day.Format(time.DateOnly) == chosen }); i >= 0 {
			one = found[i]
		}
	case one.Day.IsZero():
		says = append(says, "« "+one.Said+" » : ce jour n'existe pas. Choisissez-en un.")
	case len(days) > 1:
		says = append(says, "Le message laisse le choix du jour : lequel ?")
		p.Days = days
	case slices.Contains(one.Doubts, rendezvous.Past) || one.Day.Before(s.today()):
		says = append(says, "« "+one.Said+" » est passé : choisissez un autre jour.")
	default:
		p.Draft.Day = one.Day.Format(time.DateOnly)
	}
	if slices.Contains(one.Doubts, rendezvous.Midnight) {
		says = append(says, "Minuit, le soir ou le matin de ce jour ? Dites l'heure.")
	} else if one.From != nil {
		p.Draft.Hour = clockOf(*one.From)
	}
	if one.To != nil {
		p.Draft.EndHour = clockOf(*one.To)
	}
	p.Draft.Place = one.Place
	if town, ok := s.townCalled(one.Place); ok && p.Draft.Commune == "" {
		p.Draft.Commune, p.Town = town.INSEE, town.Name
	}
	return append(says, "Lu dans le message : vérifiez, et complétez.")
}

// today is the day in Paris, at midnight UTC.
func (s *site) today() time.Time {
	now := s.Now().In(clock.Paris)
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
}

// daysOf are the days that proposals may mean, in order.
func daysOf(found []rendezvous.Proposal) (days []views.DayChoice) {
	var all []time.Time
	for _, p := range found {
		if !p.Day.IsZero() {
			all = append(append(all, p.Day), p.Or...)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	for _, day := range slices.CompactFunc(all, time.Time.Equal) {
		days = append(days, views.DayChoice{Day: day.Format(time.DateOnly), Text: views.Day(day)})
	}
	return days
}

func clockOf(h rendezvous.Hour) string {
	return time.Date(0, 1, 1, h.Hour, h.Minute, 0, 0, time.UTC).Format("15:04")
}

// sourceOf is the source of a form that was sent; nil when it has none, or one that is gone.
func (s *site) sourceOf(c *fiber.Ctx, p *views.EventFormPage) error {
	p.Source = typed(c, views.ParamSource)
	from, err := s.proposed(c, p.Source)
	if errors.Is(err, fault.NotFound) {
		p.Source = ""
		return nil
	}
	if err == nil {
		p.Talk, p.Draft.From = from.link(), &from.Origin
	}
	return err
}

// convenes is where an event is made of words that ask who comes; empty when they do not.
func convenes(words, source string) string {
	if !strings.Contains(words, "artant") && !strings.Contains(words, "ARTANT") || !rendezvous.Asks(words) { // most words: nothing is read
		return ""
	}
	return source
}

// bornFrom are the events that were born from a conversation, with what the member answered.
func (s *site) bornFrom(c *fiber.Ctx, t comment.Target) (all []views.Meeting, err error) {
	born, err := s.Events.Born(c.UserContext(), string(t.Kind), t.ID)
	if err == nil && len(born) > 0 {
		born, err = met(s, c, born, func(e *event.Event) string { return e.By.Page })
	}
	if err != nil || len(born) == 0 {
		return nil, err
	}
	cards, err := s.eventCards(c, born)
	for i := range cards {
		m := views.Meeting{Card: cards[i]}
		if a, failed := s.Events.Of(c.UserContext(), who(c).viewer(), &born[i]); failed == nil {
			m.Mine, err = s.mine(c, &a)
		} else if !errors.Is(failed, fault.NotFound) {
			err = failed
		}
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, err
}

// echoed takes « partant ! » in a conversation for an answer to the event that was born from it, or below an event for an answer to it, and returns what is said of that.
func (s *site) echoed(c *fiber.Ctx, v viewer.Viewer, a *comment.Comment) (string, error) {
	says, is := convene.Said(a.Body)
	if !is || a.By.Account != v.Account {
		return "", nil
	}
	born, err := s.calls(c, a.Target)
	born = slices.DeleteFunc(born, func(e event.Event) bool {
		return !e.IsOpen(s.Now()) || s.see(c, e.By.Page) != nil
	})
	switch {
	case err != nil || len(born) == 0:
		return "", err
	case len(born) > 1:
		return " Pour quel jour ? Dites-le sur la page de l'événement.", nil
	}
	answer, taken, err := s.Events.Echo(c.UserContext(), v, &born[0], says)
	switch {
	case errors.Is(err, event.ErrClosed) || errors.Is(err, event.ErrAgreed) || errors.Is(err, event.ErrMany) || errors.Is(err, fault.Invalid) || err == nil && !taken:
		return "", nil
	case err != nil:
		return "", err
	}
	return " « " + born[0].Title + " » : " + echoedWith(&answer), nil
}

// calls are the events that what is said below a target may answer: those that were born from it; an event itself.
func (s *site) calls(c *fiber.Ctx, t comment.Target) ([]event.Event, error) {
	if t.Kind != comment.Event {
		return s.Events.Born(c.UserContext(), string(t.Kind), t.ID)
	}
	e, err := s.Events.ForReader(c.UserContext(), t.ID)
	return []event.Event{e}, err
}

func echoedWith(a *event.Answer) string {
	switch {
	case a.Seat == event.Placed:
		return "vous êtes partant. Ce n'était pas votre idée ? Changez-le ci-dessus."
	case a.Seat == event.Waiting:
		return "c'est complet, vous êtes en liste d'attente."
	case a.Seat == event.Asked:
		return "votre demande est partie. Ce n'était pas votre idée ? Changez-le ci-dessus."
	case a.Seat == event.Declined:
		return "ceux qui organisent ont déjà répondu qu'ils ne peuvent pas vous accueillir."
	case a.Says == event.Maybe:
		return "noté, vous viendrez peut-être."
	}
	return "noté, ce sera une autre fois."
}
