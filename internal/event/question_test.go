package event_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"partant/internal/event"
	"partant/internal/fault"
)

func asking() event.Draft {
	d := draft()
	d.Questions = []event.QuestionDraft{{Text: " Un régime ? "}, {}, {Text: "Quel atelier ?", Kind: "choix", Choices: "bois\nfer\n\nbois", Required: true}, {Text: "Une voiture ?", Kind: "oui-non"}}
	return d
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.announced(t, asking())
	if len(e.Questions) != 3 || e.Questions[0].Text != "Un régime ?" || e.Questions[0].Kind != event.AsksText || !slices.Equal(e.Questions[1].Choices, []string{"bois", "fer"}) || !e.Questions[1].Required || e.Questions[2].Options()[1] != "non" {
		t.Fatalf("%+v", e.Questions)
	}
	text, choice, car := e.Questions[0].ID, e.Questions[1].ID, e.Questions[2].ID
	say := func(says event.Says, said map[string]string) (event.Answer, fault.Fields) {
		t.Helper()
		a, err := r.Say(t.Context(), member("a"), e.Slug, event.Reply{Says: string(says), Said: said})
		var wrong fault.Fields
		if err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		return a, wrong
	}
	for field, said := range map[string]map[string]string{
		choice: {}, car: {choice: "bois", car: "peut-être"}, text: {choice: "bois", text: strings.Repeat("x", event.MaxSaid+1)},
	} {
		if _, wrong := say(event.Partant, said); wrong[event.FieldSaid+field] == "" || len(wrong) != 1 {
			t.Errorf("%v: %v", said, wrong)
		}
	}
	if _, wrong := say(event.Partant, map[string]string{choice: "or"}); wrong[event.FieldSaid+choice] == "" {
		t.Error("a choice that there is not is taken")
	}
	a, wrong := say(event.Partant, map[string]string{choice: "fer", text: " sans   sel ", "autre": "x"})
	if wrong != nil || a.Seat != event.Placed || len(a.Said) != 2 || a.SaidTo(choice) != "fer" || a.SaidTo(text) != "sans sel" {
		t.Fatalf("%+v, %v", a, wrong)
	}
	if a, _ = say(event.Partant, map[string]string{choice: "bois"}); a.SaidTo(choice) != "bois" || a.SaidTo(text) != "" || a.Number != 1 {
		t.Errorf("changed: %+v", a)
	}
	if a, _ = say(event.Partant, nil); a.SaidTo(choice) != "bois" {
		t.Errorf("who is not asked keeps what they said: %+v", a)
	}
	if a, wrong = say(event.Maybe, map[string]string{}); wrong != nil {
		t.Errorf("who may come need not answer: %v", wrong)
	}
	if a, wrong = say(event.No, map[string]string{choice: "bois"}); wrong != nil || len(a.Said) != 0 {
		t.Errorf("who does not come leaves nothing: %+v, %v", a, wrong)
	}

	d := event.Filled(e)
	d.Questions[1].Text = "Atelier ?"
	d.Questions = append(d.Questions[1:], event.QuestionDraft{ID: choice, Text: "Autre ?"})
	is, err := r.Edit(t.Context(), member("h"), e.Slug, d)
	if err != nil || len(is.Questions) != 3 || is.Questions[0].ID != choice || is.Questions[0].Text != "Atelier ?" || is.Questions[2].ID == choice || is.Sequence != 0 {
		t.Errorf("%+v, %v", is.Questions, err)
	}
	if again := event.Again(is); again.Questions[0].ID != "" || again.Questions[0].Text != "Atelier ?" {
		t.Errorf("%+v", again.Questions)
	}
	d = asking()
	d.Questions[2].Choices, d.Questions[0].Text = "seul", strings.Repeat("x", event.MaxQuestion+1)
	var refused fault.Fields
	if _, err := r.Announce(t.Context(), member("h"), d); !errors.As(err, &refused) || refused["question_3_choix"] == "" || refused["question_1"] == "" {
		t.Error(err)
	}
}

// A guest is asked the same, before and after they confirm.
func TestQuestionsOfGuests(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.announced(t, asking())
	choice := e.Questions[1].ID
	reply := event.Reply{Says: "partant", Name: "Ada", Email: "ada@exemple.invalid", Said: map[string]string{}}
	var wrong fault.Fields
	if err := r.Ask(t.Context(), e.Slug, reply); !errors.As(err, &wrong) || wrong[event.FieldSaid+choice] == "" {
		t.Error(err)
	}
	reply.Said[choice] = "fer"
	if err := r.Ask(t.Context(), e.Slug, reply); err != nil {
		t.Fatal(err)
	}
	who := event.IDOf(e.ID, event.Guest("#ada@exemple.invalid"))
	a, err := r.store.AnswerOf(t.Context(), e.ID, who)
	if err != nil || a.SaidTo(choice) != "fer" {
		t.Fatalf("%+v, %v", a, err)
	}
	secret := strings.TrimPrefix(r.Link(&a), e.ID+"/"+a.ID+"/")
	if a, err = r.Confirm(t.Context(), e.ID, a.ID, secret); err != nil || a.SaidTo(choice) != "fer" || a.Seat != event.Placed {
		t.Errorf("%+v, %v", a, err)
	}
	reply.Said[choice] = "bois"
	if a, err = r.Change(t.Context(), e.ID, a.ID, secret, reply); err != nil || a.SaidTo(choice) != "bois" {
		t.Errorf("%+v, %v", a, err)
	}
}
