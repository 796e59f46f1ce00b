package demo

import (
	"time"

	"partant/internal/discussion"
	"partant/internal/profile"
)

// officeKey is that of an institution that does not exist: questions are put to it.
const officeKey = "exemple:institution:office-des-chemins"

// officeRecord is its page.
func officeRecord() profile.Record {
	source := exampleSource
	source.Key = space + officeKey
	return profile.Record{ID: pageID(officeKey), Example: true, Source: &source,
		Draft: profile.Draft{Kind: profile.Institution, Name: "Office des chemins et des ponts (exemple)", Pitch: "Entretient les chemins, les passerelles et les panneaux entre les ateliers.", Commune: "45234",
			About: "Cet office n'existe pas : il montre comment une institution répond en public, et depuis combien de jours on l'attend.", Tags: "exemple\nvoirie"}}
}

// asks are questions to that institution: one that it answered after three days, and one that has waited for twelve when the demonstration is
// loaded.
func asks(now time.Time) []scene {
	now = now.Truncate(time.Hour)
	answered, waits := now.Add(-40*days), now.Add(-12*days)
	put := func(at time.Time) *discussion.Ask {
		return &discussion.Ask{Page: pageID(officeKey), Since: at, Held: at}
	}
	first := put(answered)
	first.Outcome, first.Ended, first.Answer = discussion.Replied, answered.Add(3*days), lineID("passerelle", 1)
	return []scene{
		{key: "passerelle", speaker: 1, at: answered, topic: discussion.Discussion{Kind: discussion.Question, Slug: "la-passerelle-rouvre-t-elle-avant-l-hiver", Theme: "autre", Ask: first,
			Title: "La passerelle rouvre-t-elle avant l'hiver ?",
			Body:  "Mes deux apprentis font un détour de quatre kilomètres chaque matin depuis que la passerelle est fermée. Peut-on nous donner une date ?"},
			lines: []line{
				{office, 3 * days, 0, "Oui : les planches sont livrées, elle rouvre le premier lundi du mois prochain. Un panneau le dira à chaque bout.", ""},
				{1, 3*days + 2*hours, 1, "Merci, voilà une réponse. Je la transmets à tout l'atelier.", ""},
			}},
		{key: "panneaux", speaker: 2, at: waits, topic: discussion.Discussion{Kind: discussion.Question, Slug: "qui-change-les-panneaux-de-la-zone-artisanale", Theme: "autre", Ask: put(waits),
			Title: "Qui change les panneaux de la zone artisanale ?",
			Body:  "Trois livreurs sur dix m'appellent parce que le plan à l'entrée date d'avant la nouvelle rue. Qui s'en occupe, et peut-on y mettre les noms des ateliers ?"},
			lines: []line{{4, days, 0, "Même chose chez nous. Si l'office fournit le panneau, nous le posons.", ""}}},
	}
}

// office speaks for the institution, among the speakers.
const office = -1
