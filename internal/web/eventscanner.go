package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/public"
	"partant/views"
)

// phoneKeeps is how long after the end the phones of those at the door keep the list.
const phoneKeeps = 24 * time.Hour

// gesturesMost is how many gestures a phone may send at once.
const gesturesMost = 50

// scanner is /evenements/{slug}/accueil/scanner: the one page that may ask for the camera, and that has a worker.
func (s *site) scanner(c *fiber.Ctx) error {
	e, err := s.Events.Held(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err == nil && !e.DoorIsOpen(s.Now()) {
		return seeOther(c, meetPath(e.Slug)+"/accueil")
	}
	if err != nil {
		return err
	}
	cards, err := s.eventCards(c, []event.Event{e})
	if err != nil {
		return err
	}
	c.Set("Permissions-Policy", scannerPermissions)
	c.Set("Content-Security-Policy", policy+"; worker-src 'self'")
	return show(c, views.Scanner(views.ScannerPage{Chrome: s.chrome(c, "Lire les billets", views.NavEvents), Card: cards[0], Event: e.ID,
		Until: strconv.FormatInt(e.End.At.Add(phoneKeeps).UnixMilli(), 10)}))
}

// scannerWorker is the script that keeps the scanner of one door: by its address it reaches no other page. It holds nothing of the event.
func (s *site) scannerWorker(c *fiber.Ctx) error {
	return sendAsset(c, public.Prefix+"js/door-worker.js")
}

// doorFile is what a phone at the door keeps: passes as digests, so that nobody makes one of them.
type doorFile struct {
	Expected int        `json:"expected"`
	Came     int        `json:"came"`
	Parties  []doorLine `json:"parties"`
}

type doorLine struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	People int    `json:"people"`
	Pass   string `json:"pass,omitempty"`
	State  string `json:"state"`
	Came   int    `json:"came"`
	At     int64  `json:"at,omitempty"` // in milliseconds
	Walked bool   `json:"walked,omitempty"`
}

// passDigest is how a phone knows a pass without having it.
func passDigest(event, code string) string {
	return id.Digest("billet|" + event + "|" + code)[:32]
}

// doorJSON is /evenements/{slug}/accueil/liste.json.
func (s *site) doorJSON(c *fiber.Ctx) error {
	d, err := s.Events.AtDoor(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	lines, err := s.doorParties(c, &d)
	if err != nil {
		return err
	}
	of := map[string]*event.Party{}
	for i := range d.Parties {
		of[d.Parties[i].ID()] = &d.Parties[i]
	}
	file := doorFile{Expected: d.Expected, Came: d.Present.People, Parties: make([]doorLine, len(lines))}
	for i := range lines {
		l, p := &lines[i], of[lines[i].ID]
		one := doorLine{ID: l.ID, Name: l.Name, People: l.People, State: l.Expects(), Came: l.Came, Walked: l.WalkedIn}
		if p.Code != "" {
			one.Pass = passDigest(d.Event.ID, p.Code)
		}
		if l.Came > 0 {
			one.At = p.Arrival.At.UnixMilli()
		}
		file.Parties[i] = one
	}
	return c.JSON(file)
}

// phoneGesture is what a phone did.
type phoneGesture struct {
	ID     string   `json:"id"`
	Answer string   `json:"answer"`
	Key    string   `json:"key"`
	Code   string   `json:"code"`
	Name   string   `json:"name"`
	People int      `json:"people"`
	Do     event.Do `json:"do"`
	Ago    int64    `json:"ago"` // in milliseconds
}

// phoneTold is what became of it.
type phoneTold struct {
	ID      string        `json:"id"`
	Outcome event.Outcome `json:"outcome"`
	Party   string        `json:"party,omitempty"`
	Name    string        `json:"name"`
	People  int           `json:"people"`
	At      int64         `json:"at,omitempty"`
}

// phoneHeard is what a phone hears of all that it did, and how many people came.
type phoneHeard struct {
	Told []phoneTold `json:"told"`
	Came int         `json:"came"`
}

// notTaken is the outcome of a gesture that is wrong in itself: the phone need not send it again.
const notTaken event.Outcome = "refuse"

// doorGestures takes what a phone did while it was away, in that order, and tells what became of each. Sent again it is done once.
func (s *site) doorGestures(c *fiber.Ctx) error {
	e, err := s.Events.Held(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	var sent []phoneGesture
	if err := json.Unmarshal([]byte(typed(c, views.FieldGestures)), &sent); err != nil || len(sent) > gesturesMost {
		return fiber.ErrBadRequest
	}
	heard := phoneHeard{Told: make([]phoneTold, len(sent))}
	for i := range sent {
		if heard.Told[i], err = s.phoneDid(c, &sent[i]); err != nil {
			return err
		}
	}
	present, err := s.Events.Present(c.UserContext(), &e)
	if err != nil {
		return err
	}
	heard.Came = present.People
	return c.JSON(heard)
}

func (s *site) phoneDid(c *fiber.Ctx, g *phoneGesture) (phoneTold, error) {
	t := phoneTold{ID: g.ID, Outcome: notTaken, Name: g.Name}
	if !id.Valid(g.ID) {
		return t, nil
	}
	told, err := s.Events.Admit(c.UserContext(), who(c).viewer(), c.Params("slug"),
		event.Gesture{ID: g.ID, Answer: g.Answer, Key: g.Key, Code: g.Code, Name: g.Name, People: g.People, Do: g.Do, Ago: time.Duration(g.Ago) * time.Millisecond})
	var wrong fault.Fields
	if errors.As(err, &wrong) || errors.Is(err, event.ErrShut) {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	lines, err := s.answerLines(c, []event.Answer{told[0].Answer})
	if err != nil {
		return t, err
	}
	t.Outcome, t.Party, t.People = told[0].Outcome, told[0].Arrival.ID, told[0].Arrival.People
	t.Name = cmp.Or(lines[0].Name, told[0].Answer.Name, told[0].Arrival.Name, g.Name)
	if !told[0].Arrival.At.IsZero() {
		t.At = told[0].Arrival.At.UnixMilli()
	}
	return t, nil
}
