package views

import (
	"strings"

	"partant/internal/fault"
	"partant/internal/moderation"
)

// ReportPage is /signaler/{genre}/{id}, and the same for a letter.
type ReportPage struct {
	Chrome  Chrome
	Action  string // local, where the form goes
	Back    string // local, of the thing
	Kind    moderation.Kind
	Thing   string // its id
	Title   string
	Excerpt string // of what is reported
	Author  string // who wrote it, if they are named
	Key     string // id of the report to be
	Trap    string // of visitors; empty: none is needed

	Moderates bool // may open the case

	Ground, Why, Email string // as typed
	Wrong              fault.Fields
}

// The fields that name a thing.
const (
	FieldGenre = "genre"
	FieldThing = "chose"
)

// reportOrder is the order of the fields.
var reportOrder = []string{moderation.FieldGround, moderation.FieldWhy, moderation.FieldEmail}

// thingNames names what a case is about: « la publication », « publication ».
var thingNames = map[moderation.Kind][3]string{
	moderation.Letter: {"cette lettre", "lettre", "Votre lettre"}, moderation.Page: {"cette page", "page", "Votre page"},
	moderation.Post: {"cette publication", "publication", "Votre publication"}, moderation.Discussion: {"cette discussion", "discussion", "Votre discussion"},
	moderation.Answer: {"cette réponse", "réponse", "Votre réponse"}, moderation.Account: {"ce compte", "compte", "Votre compte"},
	moderation.Event: {"cette annonce", "annonce", "Votre annonce"}, moderation.Recommendation: {"cette recommandation", "recommandation", "Votre recommandation"}, moderation.Rejoinder: {"cette réponse", "réponse à une recommandation", "Votre réponse"},
	moderation.Announcement: {"cette annonce", "annonce", "Votre annonce"}, moderation.ClubFile: {"ce document", "pièce d'un club", "Votre pièce"},
}

// This names a thing: « cette page ».
func This(k moderation.Kind) string { return thingNames[k][0] }

// ThingName names a kind: « page ».
func ThingName(k moderation.Kind) string { return thingNames[k][1] }

// ToReport leads to the form that reports a thing.
func ToReport(k moderation.Kind, id string) string { return "/signaler/" + string(k) + "/" + id }

// ModerationCasePage is /moderation/dossiers/{id}.
type ModerationCasePage struct {
	Chrome    Chrome
	Case      moderation.Case
	Path      string // where the thing is read; empty when it is gone
	Gone      bool   // nothing is left to judge
	Reports   []ReportLine
	Appeals   []AppealLine
	Decisions []DecisionLine
	Authors   []moderation.Party
	May       bool   // judge it
	MayNot    string // why not

	Ground, Facts, What string // as typed
	Wrong               fault.Fields
}

// ReportLine is a report as a moderator reads it.
type ReportLine struct {
	moderation.Report
	At, Name string
	Waits    bool
}

// AppealLine is a word against a decision.
type AppealLine struct {
	moderation.Appeal
	At, Name string
	Waits    bool
}

// DecisionLine is a decision as somebody reads it.
type DecisionLine struct {
	moderation.Decision
	At, Name string // who decided, for moderators alone
	Unheld   bool   // it shows what a program held
}

// verdictOrder is the order of the fields of a verdict.
var verdictOrder = []string{moderation.FieldWhat, moderation.FieldGround, moderation.FieldFacts}

// down reports whether nobody sees the thing now.
func (p ModerationCasePage) down() bool { return p.Case.Down() }

// keep is what the button of the milder verdict says, drop that of the other.
func (p ModerationCasePage) keep() string {
	switch {
	case p.Case.Kind == moderation.Letter:
		return "Ne pas retenir le signalement"
	case p.down():
		return "La montrer"
	}
	return "La garder"
}

func (p ModerationCasePage) drop() string {
	switch {
	case p.Case.Kind == moderation.Letter:
		return "Retenir le signalement"
	case p.down():
		return "La laisser retirée"
	}
	return "La retirer"
}

// signNames says what a program saw.
var signNames = map[moderation.Sign]string{
	moderation.Newcomer: "d'un nouveau venu", moderation.Links: "contient un lien", moderation.Twice: "le même texte se lit ailleurs",
}

// SignName says what a program saw.
func SignName(s moderation.Sign) string { return signNames[s] }

// outcomes says what was decided, in a line.
var outcomes = map[moderation.What]string{
	moderation.Kept: "gardée", moderation.TakenDown: "retirée", moderation.Restored: "montrée de nouveau", moderation.Upheld: "signalement retenu",
	moderation.Held: "mise de côté", moderation.Suspended: "suspendu", moderation.Reopened: "rouvert",
	moderation.Reported: "signalée", moderation.Contested: "décision contestée", moderation.Ordered: "rangée",
}

// OutcomeName says what was decided, in a line.
func OutcomeName(w moderation.What) string { return outcomes[w] }

// GroundName is how forms call a ground; the words of a suspension are their own.
func GroundName(key string) string {
	if g, known := moderation.GroundOf(key); known {
		return g.Name
	}
	return key
}

// who says who decided.
func (d DecisionLine) who() string {
	if d.Automated() {
		return "par un programme"
	}
	return "par une personne, non par un programme"
}

// DecisionPage is /decisions/{id}: a case as one person reads it whom it concerns.
type DecisionPage struct {
	Chrome   Chrome
	Action   string // local, where the form goes
	Kind     moderation.Kind
	Title    string
	Text     string // to its author alone
	Path     string // where the thing is read; empty when nobody sees it
	Author   bool
	Reports  []ReportLine
	Lines    []DecisionLine
	Appeals  []AppealLine
	Contest  bool   // the last one may be contested
	Until    string // when that ends
	Words    string // as typed
	Wrong    fault.Fields
	Waits    bool // nothing is decided yet
	Wordless bool // a title says all
}

var contestOrder = []string{moderation.FieldWords}

// verdict says in a sentence what was decided.
func (p DecisionPage) verdict(d DecisionLine) string {
	it, e := thingNames[p.Kind][2], "e" // all are feminine but an account, which is only suspended
	if !p.Author {
		it, e = "Ce que vous avez signalé", ""
	}
	switch d.What {
	case moderation.Kept:
		return it + " reste" + joint + ": rien n'a été retiré."
	case moderation.TakenDown:
		return it + " est retiré" + e + " du site" + joint + ": plus personne ne voit ces mots, mais rien n'en est effacé."
	case moderation.Restored:
		if d.Unheld {
			return it + " se voit."
		}
		return it + " se voit de nouveau."
	case moderation.Upheld:
		return "Le signalement est retenu."
	case moderation.Held:
		return it + " attend d'être relu" + e + " avant d'être vu" + e + "."
	case moderation.Suspended:
		return "Le compte est suspendu."
	}
	return "Le compte est rouvert."
}

// said introduces what somebody wrote.
func (r ReportLine) said() string { return "Ce que vous avez écrit le " + r.At + joint + ":" }

func (a AppealLine) said() string {
	if a.Waits {
		return "Ce que vous avez répondu le " + a.At + ", et que quelqu'un relira" + joint + ":"
	}
	return "Ce que vous avez répondu le " + a.At + joint + ":"
}

// signs says what a program saw.
func (p ModerationCasePage) signs() string {
	var all []string
	for _, s := range p.Case.Signs {
		all = append(all, SignName(s))
	}
	return "Ce qu'un programme y a vu" + joint + ": " + strings.Join(all, ", ") + "."
}

// line says what was done to a thing.
func (e EntryLine) line() string { return ThingName(e.Kind) + joint + ": " + OutcomeName(e.What) }

// LogPage is /moderation/journal.
type LogPage struct {
	Chrome  Chrome
	Entries []EntryLine
	Next    string // local, of the older ones
}

// EntryLine is a line of the log.
type EntryLine struct {
	moderation.Entry
	At string
}

// by says who did it.
func (e EntryLine) by() string {
	switch {
	case e.What == moderation.Reported || e.What == moderation.Contested:
		return ""
	case e.By == "":
		return "un programme"
	}
	return "modérateur " + e.By
}

// FiguresPage is /moderation/chiffres.
type FiguresPage struct {
	Chrome Chrome
	Months []MonthFigures
}

// MonthFigures is one month of it.
type MonthFigures struct {
	Month string
	N     map[moderation.What]int
}

// nothing reports whether all counts are zero.
func (m MonthFigures) nothing() bool {
	for _, n := range m.N {
		if n > 0 {
			return false
		}
	}
	return true
}

// figureNames are what is counted.
var figureNames = map[moderation.What]string{
	moderation.Reported: "Signalements", moderation.Kept: "Gardé", moderation.TakenDown: "Retiré", moderation.Upheld: "Lettres\u00a0: retenu", moderation.Restored: "Remontré",
	moderation.Held: "Mis de côté par un programme", moderation.Suspended: "Comptes suspendus", moderation.Contested: "Contestations",
}

// FigureName says what is counted.
func FigureName(w moderation.What) string { return figureNames[w] }
