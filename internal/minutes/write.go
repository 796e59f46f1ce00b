package minutes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// The form fields of minutes. Those of topics and actions are followed by a number or an id.
const (
	FieldBody   = "texte"
	FieldPublic = "pour_tous"
	FieldNotes  = "sujet-"
	FieldWhat   = "quoi-"
	FieldWho    = "qui-"
	FieldUntil  = "pour_le-"
)

// WhatField, WhoField and UntilField name the fields of line i of the actions; NotesField that of what was said of a topic.
func WhatField(i int) string         { return FieldWhat + strconv.Itoa(i) }
func WhoField(i int) string          { return FieldWho + strconv.Itoa(i) }
func UntilField(i int) string        { return FieldUntil + strconv.Itoa(i) }
func NotesField(topic string) string { return FieldNotes + topic }

// Draft is the form of minutes, as typed.
type Draft struct {
	At      int64 // Version that the form was filled from
	Body    string
	Public  bool
	Notes   map[string]string // by id of the topic
	Actions []Line
}

// Line is an action as typed. One with nothing in it is none.
type Line struct {
	ID               string // of the action that it was; empty: a new one
	What, Who, Until string
}

// Filled is the draft of minutes as they are.
func Filled(r *Record, named func(*Action) string) Draft {
	d := Draft{At: r.Version(), Body: r.Body, Public: r.Public, Notes: map[string]string{}}
	for _, t := range r.Topics {
		d.Notes[t.ID] = t.Body
	}
	for i := range r.Actions {
		a := &r.Actions[i]
		d.Actions = append(d.Actions, Line{a.ID, a.What, named(a), a.Until})
	}
	return d
}

// ErrEarly is the fault.Forbidden of who writes minutes before people have met.
var ErrEarly = fmt.Errorf("it has not begun: %w", fault.Forbidden)

// Write publishes the minutes of an event, or changes them. Comers are those who may be named in an action: a line whose « who » is the name
// of one is theirs. Those who come are told the first time. Errors: fault.SignedOut, fault.Forbidden; ErrEarly; fault.Conflict when they
// changed since the form was drawn; fault.Fields.
func (s *Service) Write(ctx context.Context, v viewer.Viewer, slug string, d Draft, comers []Comer) (_ Record, err error) {
	defer fault.Wrap(&err, "minutes.Write(%.80q)", slug)
	at, err := s.host(ctx, v, slug)
	if err != nil {
		return Record{}, err
	}
	if at.Off || s.now().Before(at.Start) {
		return Record{}, ErrEarly
	}
	next, err := s.fill(d, comers)
	if err != nil {
		return Record{}, err
	}
	r, err := s.store.EditRecord(ctx, at.ID, func(r *Record) error {
		if d.At != r.Version() {
			return fault.Conflict
		}
		return s.write(r, next)
	})
	if err == nil {
		s.wake()
	}
	return r, err
}

// written is a draft that was checked.
type written struct {
	body, html string
	public     bool
	notes      map[string][2]string // by topic: as typed, and rendered
	actions    []Action
}

// write puts what was checked into r.
func (s *Service) write(r *Record, w written) error {
	version := r.Version()
	r.Body, r.HTML, r.Public, r.Edited = w.body, w.html, w.public, s.now()
	if r.Version() <= version { // two changes in one millisecond: versions must differ
		r.Edited = time.UnixMilli(version + 1).UTC()
	}
	r.Topics = slices.Clone(r.Topics)
	for i := range r.Topics {
		if said, is := w.notes[r.Topics[i].ID]; is {
			r.Topics[i].Body, r.Topics[i].HTML = said[0], said[1]
		}
	}
	was := r.Actions
	r.Actions = slices.Clone(w.actions)
	for i := range r.Actions {
		at := slices.IndexFunc(was, func(a Action) bool { return a.ID == r.Actions[i].ID })
		if at >= 0 {
			r.Actions[i].Done = was[at].Done
		} else {
			r.Actions[i].ID = id.New()
		}
	}
	if r.Published.IsZero() {
		r.Published = r.Edited
		r.Owes = append(r.Owes, debt.Debt{ID: id.New(), Kind: OwesTell, Due: r.Edited})
	}
	if r.Created.IsZero() {
		r.Created = r.Edited
	}
	r.remind(s.now())
	return nil
}

func (s *Service) fill(d Draft, comers []Comer) (w written, err error) {
	wrong := fault.Fields{}
	w = written{body: text.Lines(d.Body), public: d.Public, notes: map[string][2]string{}}
	long(wrong, FieldBody, w.body, MaxBody)
	if w.html, err = s.render(FieldBody, w.body, wrong); err != nil {
		return w, err
	}
	said := w.body != ""
	for topic, notes := range d.Notes {
		notes = text.Lines(notes)
		long(wrong, NotesField(topic), notes, MaxNotes)
		html, err := s.render(NotesField(topic), notes, wrong)
		if err != nil {
			return w, err
		}
		w.notes[topic] = [2]string{notes, html}
		said = said || notes != ""
	}
	for i, l := range d.Actions {
		if a, is := l.action(i, comers, wrong); is {
			w.actions = append(w.actions, a)
		}
	}
	if len(w.actions) > MostActions {
		wrong.Add(WhatField(0), fmt.Sprintf("C'est beaucoup : %d actions au plus.", MostActions))
	}
	if !said && len(w.actions) == 0 {
		wrong.Add(FieldBody, "Écrivez au moins une phrase sur ce qui s'est dit.")
	}
	return w, wrong.Err()
}

func (s *Service) render(field, body string, wrong fault.Fields) (string, error) {
	if body == "" {
		return "", nil
	}
	html, err := s.renderer.Render(body)
	if errors.Is(err, fault.Invalid) {
		wrong.Add(field, "Ce texte est trop chargé en mises en forme : simplifiez-le.")
		return "", nil
	}
	if err == nil && !text.Shows(html) {
		wrong.Add(field, text.NothingShown)
	}
	return html, err
}

// action reads line i of the form; false for one with nothing in it.
func (l Line) action(i int, comers []Comer, wrong fault.Fields) (a Action, is bool) {
	a = Action{ID: l.ID, What: text.Line(l.What), Who: text.Line(l.Who), Until: text.Line(l.Until)}
	if a.What == "" && a.Who == "" && a.Until == "" {
		return a, false
	}
	if a.What == "" {
		wrong.Add(WhatField(i), "Dites ce qu'il y a à faire, ou videz la ligne.")
	}
	long(wrong, WhatField(i), a.What, MaxWhat)
	long(wrong, WhoField(i), a.Who, MaxWho)
	if a.Until != "" {
		if _, err := time.Parse(time.DateOnly, a.Until); err != nil {
			wrong.Add(UntilField(i), "Choisissez un jour, par exemple le 15/01/2027.")
		}
	}
	if c, one := named(a.Who, comers); one && c.Account != "" {
		if a.Account, a.Page = c.Account, c.Page; a.Page != "" {
			a.Who = "" // their page says how they are called today
		}
	}
	return a, true
}

// named is the one of those who come that a name is of; false when none is, or several are.
func named(name string, comers []Comer) (c Comer, one bool) {
	if name == "" {
		return c, false
	}
	for i := range comers {
		if text.Fold(comers[i].Name) == text.Fold(name) {
			if one {
				return Comer{}, false
			}
			c, one = comers[i], true
		}
	}
	return c, one
}

// Do notes that an action is done, or not yet after all: whoever has it, or a host. Done twice it is done once. Errors: fault.SignedOut,
// fault.Forbidden, fault.NotFound.
func (s *Service) Do(ctx context.Context, v viewer.Viewer, slug, action string, done bool) (err error) {
	defer fault.Wrap(&err, "minutes.Do(%.80q)", slug)
	at, err := s.part(ctx, v, slug)
	if err != nil {
		return err
	}
	_, err = s.store.EditRecord(ctx, at.ID, func(r *Record) error {
		a := r.Action(action)
		switch {
		case a == nil:
			return fault.NotFound
		case !at.Hosts && a.Account != v.Account:
			return fault.Forbidden
		case done == !a.Done.IsZero():
			return errAsIs
		}
		r.Actions = slices.Clone(r.Actions)
		if a = r.Action(action); done {
			a.Done = s.now()
		} else {
			a.Done = time.Time{}
		}
		r.remind(s.now())
		return nil
	})
	return asIs(err)
}

// Keep writes the record of an example as it is, rendered anew; it owes nobody anything. One that is there is left as it is.
func (s *Service) Keep(ctx context.Context, r Record) (err error) {
	defer fault.Wrap(&err, "minutes.Keep(%.40q)", r.ID)
	if r.HTML, err = s.renderer.Render(r.Body); err != nil {
		return err
	}
	for i := range r.Topics {
		if r.Topics[i].HTML, err = s.renderer.Render(r.Topics[i].Body); err != nil {
			return err
		}
	}
	_, err = s.store.EditRecord(ctx, r.ID, func(is *Record) error {
		if is.Rev > 0 {
			return fault.Conflict
		}
		rev := is.Rev
		*is, is.Rev = r, rev
		return nil
	})
	if errors.Is(err, fault.Conflict) {
		return nil
	}
	return err
}
