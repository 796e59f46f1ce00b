package sample

import (
	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/views"
)

// Report is the form that reports something, to a visitor or a member.
func Report(member bool, wrong fault.Fields) views.ReportPage {
	p := views.ReportPage{Chrome: chrome("Signaler cette publication", "", member), Action: "/signaler/publication/p-1", Back: "/publications/gagnez", Kind: moderation.Post, Thing: "p-1",
		Title: "Gagnez dix mille euros", Excerpt: "Bonjour,\n\ncliquez vite sur ce lien, avant que quelqu'un d'autre ne le fasse.", Key: "k", Wrong: wrong, Moderates: member}
	if !member {
		p.Trap = "t"
	}
	if wrong != nil {
		p.Why, p.Email = "Une arnaque", "nina"
	}
	return p
}

// judged is a case with all that may be in one.
func judged() moderation.Case {
	author, by := moderation.Party{Account: "a-1", Name: "Inconnu Pressé"}, moderation.Party{Email: "nina@exemple.invalid"}
	return moderation.Case{ID: "abc", Kind: moderation.Post, Thing: "p-1", Title: "Gagnez dix mille euros", Text: "Bonjour,\n\ncliquez vite sur ce lien.", Authors: []moderation.Party{author}, Waits: Now,
		Signs:     []moderation.Sign{moderation.Newcomer, moderation.Links},
		Reports:   []moderation.Report{{ID: "r-1", By: by, Ground: "arnaque", Why: "Une arnaque : la même lettre est arrivée à trois voisins.", At: Now, Decision: "d-1"}},
		Appeals:   []moderation.Appeal{{ID: "e-1", Of: "d-1", By: author, Words: "C'est un vrai concours, voyez notre règlement.", At: Now}},
		Decisions: []moderation.Decision{{ID: "d-1", What: moderation.TakenDown, At: Now, By: "m-1", Ground: "arnaque", Facts: "Le lien mène à un site qui demande un numéro de carte."}}}
}

// Case is what a moderator reads of it.
func Case(may bool, wrong fault.Fields) views.ModerationCasePage {
	c, at := judged(), views.Moment(Now)
	p := views.ModerationCasePage{Chrome: chrome("Dossier", views.NavMe, true), Case: c, Authors: c.Authors, May: may, Wrong: wrong,
		Reports:   []views.ReportLine{{Report: c.Reports[0], At: at, Name: "nina@exemple.invalid"}},
		Appeals:   []views.AppealLine{{Appeal: c.Appeals[0], At: at, Name: "Inconnu Pressé", Waits: true}},
		Decisions: []views.DecisionLine{{Decision: c.Decisions[0], At: at, Name: "par Modeste Exemple"}}}
	if !may {
		p.MayNot = "Votre décision est contestée : quelqu'un d'autre doit la relire."
	}
	return p
}

// Decision is what somebody reads whom it concerns.
func Decision(change func(*views.DecisionPage)) views.DecisionPage {
	c, at := judged(), views.Moment(Now)
	p := views.DecisionPage{Chrome: chrome("Décision de la modération", "", true), Action: "/decisions/abc", Kind: c.Kind, Title: c.Title, Text: c.Text, Author: true,
		Lines: []views.DecisionLine{{Decision: c.Decisions[0], At: at}}, Contest: true, Until: views.Day(Now.AddDate(0, 6, 0))}
	change(&p)
	return p
}

func reports() []Page {
	refused := fault.Fields{moderation.FieldGround: "Choisissez ce qui ne va pas.", moderation.FieldEmail: "Cette adresse ne peut pas recevoir d'e-mail. Vérifiez-la, ou laissez vide."}
	c, at := judged(), views.Moment(Now)
	entries := []views.EntryLine{{At: at, Entry: moderation.Entry{What: moderation.TakenDown, Kind: moderation.Post, Case: "abc", Ground: "arnaque", By: "ab12cd34"}},
		{At: at, Entry: moderation.Entry{What: moderation.Held, Kind: moderation.Answer, Case: "abd"}}, {At: at, Entry: moderation.Entry{What: moderation.Reported, Kind: moderation.Page, Case: "abe", Ground: "faux"}}}
	counted := map[moderation.What]int{moderation.Reported: 12, moderation.Kept: 9, moderation.TakenDown: 3}
	return []Page{
		{"/signaler", 200, views.Report(Report(false, nil))},
		{"/signaler-membre", 200, views.Report(Report(true, nil))},
		{"/signaler-erreurs", 422, views.Report(Report(false, refused))},
		{"/dossier", 200, views.ModerationCase(Case(true, nil))},
		{"/dossier-non", 200, views.ModerationCase(Case(false, nil))},
		{"/dossier-erreurs", 422, views.ModerationCase(Case(true, fault.Fields{moderation.FieldGround: "Choisissez la règle qui n'a pas été respectée.", moderation.FieldFacts: "Dites les faits en une phrase au moins."}))},
		{"/decision", 200, views.Decision(Decision(func(*views.DecisionPage) {}))},
		{"/decision-erreur", 422, views.Decision(Decision(func(p *views.DecisionPage) {
			p.Words, p.Wrong = "Non", fault.Fields{moderation.FieldWords: "Dites en une phrase au moins pourquoi vous n'êtes pas d'accord."}
		}))},
		{"/decision-contestee", 200, views.Decision(Decision(func(p *views.DecisionPage) {
			p.Contest, p.Appeals = false, []views.AppealLine{{Appeal: c.Appeals[0], At: at, Waits: true}}
		}))},
		{"/decision-attente", 200, views.Decision(Decision(func(p *views.DecisionPage) {
			p.Contest, p.Lines = false, []views.DecisionLine{{Decision: moderation.Decision{What: moderation.Held, At: Now, Ground: "publicite"}, At: at}}
		}))},
		{"/decision-signalement", 200, views.Decision(Decision(func(p *views.DecisionPage) {
			p.Author, p.Text, p.Contest, p.Waits, p.Lines = false, "", false, true, nil
			p.Reports = []views.ReportLine{{Report: c.Reports[0], At: at}}
		}))},
		{"/moderation-journal", 200, views.ModerationLog(views.LogPage{Chrome: chrome("Journal de la modération", views.NavMe, true), Entries: entries, Next: "/moderation/journal?suite=x"})},
		{"/moderation-chiffres", 200, views.Figures(views.FiguresPage{Chrome: chrome("La modération en chiffres", "", false), Months: []views.MonthFigures{{Month: views.MonthYear(Now), N: counted}, {Month: "octobre 2026"}}})},
	}
}
