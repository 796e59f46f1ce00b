package club

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/text"
)

// The form fields, keys of fault.Fields.
const (
	FieldWay       = "adhesion"
	FieldQuestions = "questions"
	FieldKinds     = "formules"
	FieldKind      = "formule"
	FieldAnswer    = "reponse-" // the number of the question follows
	FieldListed    = "affiche"
	FieldQuiet     = "sans-annonces"
	FieldUnasked   = "sans-rappels"
	FieldWord      = "mot"
	FieldReason    = "raison"
	FieldRole      = "role"
	FieldPaid      = "a-jour"
	FieldEmail     = "email"
	FieldList      = "liste"
	FieldTitle     = "titre"
	FieldBody      = "texte"
	FieldURL       = "adresse"
	FieldFile      = "fichier"
	FieldNetwork   = "reseau"
	FieldPage      = "fiche" // of the club or the network that a bond is proposed to
)

// The limits.
const (
	MaxQuestions = 5
	MaxQuestion  = 200
	MaxAnswer    = 600
	MaxKinds     = 8
	MaxKind      = 60
	MaxWord      = 600
	MinReason    = 10
	MaxTitle     = 120
	MaxBody      = 5000
	MaxShared    = 60
	MaxURL       = 500
)

// Settings is how a club receives, as typed: lists have an entry a line.
type Settings struct {
	Way              Way
	Questions, Kinds string
	Network          bool // it gathers clubs
}

// Filled is the form of a room as it is.
func Filled(r *Room) Settings {
	return Settings{r.Way, strings.Join(r.Questions, "\n"), strings.Join(r.Kinds, "\n"), r.Network}
}

func (d Settings) fill(r *Room) error {
	wrong := fault.Fields{}
	if !slices.Contains(Ways[:], d.Way) {
		wrong.Add(FieldWay, "Dites comment on rejoint le club.")
	}
	r.Way = d.Way
	r.Questions = entries(d.Questions, FieldQuestions, MaxQuestions, MaxQuestion, wrong)
	r.Kinds = entries(d.Kinds, FieldKinds, MaxKinds, MaxKind, wrong)
	if d.Network && len(r.Bound(In))+len(r.Bound(Asked)) > 0 {
		wrong.Add(FieldNetwork, "Ce club est lui-même dans un réseau, ou le demande : quittez-le d'abord.")
	}
	r.Network = d.Network
	return wrong.Err()
}

// entries are the lines of a list, each once.
func entries(typed, field string, most, longest int, wrong fault.Fields) (all []string) {
	for line := range strings.Lines(typed) {
		if line = text.Line(line); line == "" || slices.Contains(all, line) {
			continue
		}
		if text.Len(line) > longest {
			wrong.Add(field, fmt.Sprintf("« %s » est trop long : %d caractères au plus par ligne.", text.Cut(line, 30), longest))
		}
		all = append(all, line)
	}
	if len(all) > most {
		wrong.Add(field, fmt.Sprintf("C'est beaucoup : gardez-en %d au plus, une par ligne.", most))
	}
	return all
}

// Entry is what somebody says who joins.
type Entry struct {
	Answers []string // one for each question, in their order
	Kind    string
	Listed  bool
	Secret  string // of the link that they hold; empty: none
}

// AnswerField is the field of the answer to a question, the first being 0.
func AnswerField(n int) string { return fmt.Sprintf("%s%d", FieldAnswer, n+1) }

func (d Entry) fill(m *Member, r *Room) error {
	wrong := fault.Fields{}
	for i, q := range r.Questions {
		said := ""
		if i < len(d.Answers) {
			said = text.Lines(d.Answers[i])
		}
		switch n := text.Len(said); {
		case n == 0:
			wrong.Add(AnswerField(i), "Le club pose cette question à tous ceux qui le rejoignent : répondez-y en quelques mots.")
		case n > MaxAnswer:
			wrong.Add(AnswerField(i), tooLong(n, MaxAnswer))
		}
		m.Answers = append(m.Answers, Answer{q, said})
	}
	if m.Kind = d.Kind; len(r.Kinds) > 0 && !slices.Contains(r.Kinds, d.Kind) {
		wrong.Add(FieldKind, "Choisissez une formule d'adhésion.")
	} else if len(r.Kinds) == 0 {
		m.Kind = ""
	}
	m.Listed = d.Listed
	return wrong.Err()
}

func tooLong(n, most int) string {
	return fmt.Sprintf("C'est trop long : %s caractères, il en faut %s au plus.", text.Number(n), text.Number(most))
}

// checkWord cleans the word that goes with a decision: it may be empty.
func checkWord(word string) (string, error) {
	word = text.Lines(word)
	if n := text.Len(word); n > MaxWord {
		return "", fault.Fields{FieldWord: tooLong(n, MaxWord)}
	}
	return word, nil
}

func checkReason(reason string) (string, error) {
	reason = text.Lines(reason)
	switch n := text.Len(reason); {
	case n < MinReason:
		return "", fault.Fields{FieldReason: "Dites pourquoi, en une phrase : la personne la lira."}
	case n > MaxWord:
		return "", fault.Fields{FieldReason: tooLong(n, MaxWord)}
	}
	return reason, nil
}

// Wishes are what a member wants of a club.
type Wishes struct {
	Listed  bool // everybody may see that they are in
	Quiet   bool // they are not told of announcements
	Unasked bool // they are not reminded that their membership ends
}

// Renewal is what the board writes down of a membership, as typed.
type Renewal struct{ Kind, Paid string }

const dayLayout = "2006-01-02"

// FilledRenewal is the form of a membership as it is.
func FilledRenewal(m *Member) Renewal {
	d := Renewal{Kind: m.Kind}
	if !m.Paid.IsZero() {
		d.Paid = m.Paid.In(clock.Paris).Format(dayLayout)
	}
	return d
}

// NextYear is the day that renews a membership for a year: from its last day, or from now when that has passed.
func NextYear(m *Member, now time.Time) string {
	from := now.In(clock.Paris)
	if m.UpToDate(now) {
		from = m.Paid.In(clock.Paris)
	}
	return from.AddDate(1, 0, 0).Format(dayLayout)
}

func (d Renewal) check(r *Room) (kind string, paid time.Time, err error) {
	wrong := fault.Fields{}
	if d.Kind != "" && !slices.Contains(r.Kinds, d.Kind) {
		wrong.Add(FieldKind, "Choisissez une des formules du club.")
	}
	if day := strings.TrimSpace(d.Paid); day != "" {
		if paid, err = time.ParseInLocation(dayLayout, day, clock.Paris); err != nil || paid.Year() < 1900 || paid.Year() > 2200 {
			wrong.Add(FieldPaid, "Écrivez une date comme 2027-12-31, ou laissez vide.")
		}
	}
	return d.Kind, paid.UTC(), wrong.Err()
}

// Words is an announcement as typed.
type Words struct{ Key, Title, Body string }

func (d Words) fill(a *Announcement) fault.Fields {
	wrong := fault.Fields{}
	a.Title, a.Body = text.Line(d.Title), text.Lines(d.Body)
	switch n := text.Len(a.Title); {
	case n == 0:
		wrong.Add(FieldTitle, "Donnez un titre : c'est l'objet de la lettre.")
	case n > MaxTitle:
		wrong.Add(FieldTitle, tooLong(n, MaxTitle))
	}
	switch n := text.Len(a.Body); {
	case n == 0:
		wrong.Add(FieldBody, "Écrivez ce que les membres doivent savoir.")
	case n > MaxBody:
		wrong.Add(FieldBody, tooLong(n, MaxBody))
	}
	return wrong
}

// Find is a link that is shared, as typed.
type Find struct{ Title, URL string }

func (d Find) check() (s Shared, err error) {
	wrong := fault.Fields{}
	s.Title, s.URL = text.Line(d.Title), text.Line(d.URL)
	switch n := text.Len(s.Title); {
	case n == 0:
		wrong.Add(FieldTitle, "Dites ce que l'on trouve à cette adresse.")
	case n > MaxTitle:
		wrong.Add(FieldTitle, tooLong(n, MaxTitle))
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(s.URL) > MaxURL {
		wrong.Add(FieldURL, "Copiez l'adresse entière, qui commence par https://.")
	}
	return s, wrong.Err()
}
