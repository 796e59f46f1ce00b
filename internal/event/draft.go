package event

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/text"
)

// The form fields of an event, keys of fault.Fields.
const (
	FieldTitle      = "titre"
	FieldBody       = "texte"
	FieldPurpose    = "pour_quoi"
	FieldPrice      = "prix"
	FieldPayer      = "qui_paye"
	FieldCommune    = "commune"
	FieldPlace      = "lieu"
	FieldOnline     = "en_ligne"
	FieldDay        = "jour"
	FieldHour       = "heure"
	FieldWhich      = "heure_fois"
	FieldEndDay     = "jour_fin"
	FieldEndHour    = "heure_fin"
	FieldEndWhich   = "heure_fin_fois"
	FieldPlaces     = "places"
	FieldWith       = "accompagnants"
	FieldUntilDay   = "jour_limite"
	FieldUntilHour  = "heure_limite"
	FieldUntilWhich = "heure_limite_fois"
	FieldTags       = "sujets"
	FieldReason     = "raison"
)

// The limits of an event: texts in characters.
const (
	MaxTitle  = 160
	MaxBody   = 10_000
	MaxWords  = 500 // of what it is for, who pays and where it is
	MaxPrice  = 120
	MaxTags   = 5
	MaxTag    = 40
	MaxPlaces = 5000
	MaxWith   = 9
	MaxURL    = 500
	MaxReason = 1000
	leadMost  = 240
)

// How far ahead an event may be announced, and how long it may take.
const (
	AheadMost = 3 * 366 * 24 * time.Hour
	LongMost  = 31 * 24 * time.Hour
)

// Draft is what the form holds, as typed.
type Draft struct {
	Key   string // id of the event to be, drawn with the empty form
	At    int64  // Version that the form was filled from; 0 for a new one
	Voice string // id of the page that announces it
	Later bool   // keep it as a draft
	For   Audience
	From  *Origin

	Title, Body, Purpose, Price, Payer string
	Commune                            string // INSEE code
	Place, Online                      string
	Day, Hour                          string
	Which                              Which
	EndDay, EndHour                    string // an empty day is the day of the beginning
	EndWhich                           Which
	Places, With                       string
	Approval                           bool
	UntilDay, UntilHour                string // empty: until it begins
	UntilWhich                         Which
	Tags                               string

	Questions []QuestionDraft

	Planned           bool // with Later: announce it by itself at this moment
	PlanDay, PlanHour string
	PlanWhich         Which
}

// Filled is the draft of an event as it is.
func Filled(e Event) Draft {
	d := Draft{At: e.Version(), Voice: e.By.Page, Later: e.Draft, For: e.For, Title: e.Title, Body: e.Body, Purpose: e.Purpose, Price: e.Price, Payer: e.Payer, Commune: e.Commune,
		Place: e.Place, Online: e.Online, Tags: strings.Join(e.Tags, ", "), Approval: e.Approval}
	d.Day, d.Hour, d.Which = e.Start.typed()
	if d.EndDay, d.EndHour, d.EndWhich = e.End.typed(); d.EndDay == d.Day {
		d.EndDay = ""
	}
	if e.Places > 0 {
		d.Places = strconv.Itoa(e.Places)
	}
	if e.With > 0 {
		d.With = strconv.Itoa(e.With)
	}
	if !e.Deadline.IsZero() {
		d.UntilDay, d.UntilHour, d.UntilWhich = momentAt(e.Deadline).typed()
	}
	d.Questions = typedQuestions(e.Questions)
	if !e.Planned().IsZero() {
		d.Planned = true
		d.PlanDay, d.PlanHour, d.PlanWhich = e.Plan.At.typed()
	}
	return d
}

// typed is how a form would have said m.
func (m Moment) typed() (day, hour string, which Which) {
	day, hour, _ = strings.Cut(m.Wall, "T")
	if m.Second {
		return day, hour, Second
	}
	if ComesTwice(day, hour) {
		which = First
	}
	return day, hour, which
}

// Typed is how a form would have said an instant.
func Typed(at time.Time) (day, hour string, which Which) { return momentAt(at).typed() }

// momentAt is what the clocks of Paris show at an instant.
func momentAt(at time.Time) Moment {
	m := Moment{Wall: at.In(clock.Paris).Format(wallLayout), At: at}
	m.Second = at.Add(-time.Hour).In(clock.Paris).Format(wallLayout) == m.Wall
	return m
}

// fill checks a draft and writes it into e, whose words were not changed by anybody else.
func (d Draft) fill(e *Event, known func(commune string) bool, r Renderer, now time.Time) error {
	wrong := fault.Fields{}
	was, until := e.Start, e.Deadline
	d.say(e, wrong)
	d.where(e, wrong, known)
	d.when(e, wrong)
	d.bounds(e, wrong)
	d.whom(e, wrong)
	d.questions(e, wrong)
	if len(wrong) == 0 {
		timely(e, was, until, now, wrong)
	}
	d.plan(e, now, wrong)
	if err := wrong.Err(); err != nil {
		return err
	}
	html, err := r.Render(e.Body)
	if errors.Is(err, fault.Invalid) {
		return fault.Fields{FieldBody: "Ce texte est trop long ou trop chargé en mises en forme : abrégez-le ou simplifiez-le."}
	}
	if err == nil && e.Body != "" && !text.Shows(html) {
		return fault.Fields{FieldBody: text.NothingShown}
	}
	e.HTML, e.Lead = html, text.Cut(text.Line(r.Words(html)), leadMost)
	return err
}

// say fills in what it is and what for.
func (d Draft) say(e *Event, wrong fault.Fields) {
	e.Title, e.Body, e.Purpose = text.Line(d.Title), text.Lines(d.Body), text.Lines(d.Purpose)
	e.Price, e.Payer = text.Line(d.Price), text.Lines(d.Payer)
	switch {
	case e.Title == "":
		wrong.Add(FieldTitle, "Donnez un titre : on le lit en premier.")
	case text.Slug(e.Title) == "":
		wrong.Add(FieldTitle, "Écrivez le titre avec des lettres ou des chiffres.")
	}
	if e.Purpose == "" {
		wrong.Add(FieldPurpose, "Dites pour quoi on se retrouve : c'est ce qui décide les gens à venir.")
	}
	for field, said := range map[string]struct {
		text string
		most int
	}{FieldTitle: {e.Title, MaxTitle}, FieldBody: {e.Body, MaxBody}, FieldPurpose: {e.Purpose, MaxWords}, FieldPrice: {e.Price, MaxPrice}, FieldPayer: {e.Payer, MaxWords}} {
		long(wrong, field, said.text, said.most)
	}
	e.Tags = tags(d.Tags, wrong)
}

// where fills in the place, the link, or both.
func (d Draft) where(e *Event, wrong fault.Fields, known func(commune string) bool) {
	was := *e
	e.Commune, e.Place, e.Online = d.Commune, text.Lines(d.Place), strings.TrimSpace(d.Online)
	e.moved(&was)
	if e.Place == "" && e.Online == "" {
		wrong.Add(FieldPlace, "Dites où l'on se retrouve : un lieu, un lien, ou les deux.")
	}
	if e.Commune != "" && !known(e.Commune) {
		wrong.Add(FieldCommune, "Cette commune n'est pas du département. Choisissez-la dans la liste, ou laissez vide.")
	}
	if e.Place != "" && e.Commune == "" {
		wrong.Add(FieldCommune, "Dites dans quelle commune : on cherche ainsi ce qui se passe près de chez soi.")
	}
	if e.Online != "" && !isHTTPS(e.Online) {
		wrong.Add(FieldOnline, "Le lien commence par https:// et contient un nom de site, par exemple https://exemple.fr/salle.")
	}
	long(wrong, FieldPlace, e.Place, MaxWords)
	long(wrong, FieldOnline, e.Online, MaxURL)
}

func isHTTPS(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Scheme == "https" && strings.Contains(u.Hostname(), ".") && u.User == nil && text.Line(link) == link
}

// when fills in the hours.
func (d Draft) when(e *Event, wrong fault.Fields) {
	endDay := d.EndDay
	if endDay == "" {
		endDay = d.Day
	}
	var said fault.Fields
	e.Start, said = When(d.Day, d.Hour, d.Which, FieldHour)
	add(wrong, said)
	e.End, said = When(endDay, d.EndHour, d.EndWhich, FieldEndHour)
	add(wrong, said)
	if e.Zone, e.Deadline = Zone, (time.Time{}); d.UntilDay != "" || d.UntilHour != "" {
		var until Moment
		until, said = When(d.UntilDay, d.UntilHour, d.UntilWhich, FieldUntilHour)
		add(wrong, said)
		e.Deadline = until.At
	}
}

// timely says what is wrong with hours that are right by themselves. An event that has begun keeps its hour when its words change, and one that takes answers no more keeps until when it did.
func timely(e *Event, was Moment, until, now time.Time, wrong fault.Fields) {
	switch {
	case !e.End.At.After(e.Start.At):
		wrong.Add(FieldEndHour, "La fin est avant le début : vérifiez les deux heures, ou donnez le jour de la fin.")
	case e.End.At.Sub(e.Start.At) > LongMost:
		wrong.Add(FieldEndHour, "C'est plus d'un mois : annoncez plutôt plusieurs événements.")
	case !e.Start.At.After(now) && !e.Start.At.Equal(was.At):
		wrong.Add(FieldHour, "Ce moment est déjà passé : choisissez-en un à venir.")
	case e.Start.At.After(now.Add(AheadMost)):
		wrong.Add(FieldHour, "C'est dans plus de trois ans : vérifiez l'année.")
	}
	switch {
	case e.Deadline.After(e.Start.At):
		wrong.Add(FieldUntilHour, "On répond au plus tard jusqu'au début : choisissez un moment avant, ou laissez vide.")
	case !e.Deadline.IsZero() && !e.Deadline.After(now) && !e.Deadline.Equal(until):
		wrong.Add(FieldUntilHour, "Ce moment est déjà passé : personne ne pourrait répondre. Choisissez-en un à venir, ou laissez vide.")
	}
}

// bounds fills in how many may come.
func (d Draft) bounds(e *Event, wrong fault.Fields) {
	e.Approval = d.Approval
	e.Places = number(d.Places, 1, MaxPlaces, FieldPlaces, wrong)
	e.With = number(d.With, 0, MaxWith, FieldWith, wrong)
	if e.Places > 0 && e.With >= e.Places {
		wrong.Add(FieldWith, "Il y a moins de places que cela : baissez le nombre d'accompagnants, ou ajoutez des places.")
	}
}

// number reads one that may be left out: 0.
func number(typed string, least, most int, field string, wrong fault.Fields) int {
	if typed = text.Line(typed); typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < least || n > most {
		wrong.Add(field, fmt.Sprintf("Écrivez un nombre de %d à %s, ou laissez vide.", least, text.Number(most)))
		return 0
	}
	return n
}

func add(wrong, said fault.Fields) {
	for field, message := range said {
		wrong.Add(field, message)
	}
}

func long(wrong fault.Fields, field, said string, most int) {
	if n := text.Len(said); n > most {
		wrong.Add(field, fmt.Sprintf("C'est trop long : %s caractères, il en faut %s au plus.", text.Number(n), text.Number(most)))
	}
}

// tags splits what was typed into distinct entries.
func tags(typed string, wrong fault.Fields) (entries []string) {
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == '\n' }) {
		entry := text.Line(part)
		if entry == "" || slices.ContainsFunc(entries, func(had string) bool { return text.Fold(had) == text.Fold(entry) }) {
			continue
		}
		long(wrong, FieldTags, entry, MaxTag)
		entries = append(entries, entry)
	}
	if len(entries) > MaxTags {
		wrong.Add(FieldTags, fmt.Sprintf("%d sujets au plus, il y en a %d.", MaxTags, len(entries)))
	}
	return entries
}
