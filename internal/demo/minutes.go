package demo

import (
	"context"
	"time"

	report "partant/internal/minutes" // minutes are so many in this package
	"partant/internal/viewer"
)

// Reporting adds what is talked about where people meet.
func (d *Demo) Reporting(all *report.Service) *Demo {
	d.minutes = all
	return d
}

// spoken is a topic of the first workshop: who proposed it, how long it took, what was said.
type spoken struct {
	key, title, why string
	by, takes       int
	said            string
}

// firstMinutes tell, in other words, what the first workshop came to; everybody may read them.
var firstMinutes = struct {
	body    string
	topics  []spoken
	actions []report.Action
}{
	body: "Nous étions **vingt-trois**, venus de onze communes. Quatre se connaissaient.",
	topics: []spoken{
		{"pages", "Trois pages lues à voix haute", "On n'entend ce qu'on a écrit que dans la bouche d'un autre.", 2, 60,
			"Une menuiserie, un traiteur, une école de musique. La même chose manquait aux trois : **comment répondre**. Chacune a maintenant une phrase qui commence par « Demandez-nous »."},
		{"pepiniere", "Une pépinière pour ceux qui se lancent", "Pour quoi faire ? Et qui paye ?", 5, 40,
			"Des mètres carrés : un étage vide au-dessus de l'imprimerie. Du temps : une matinée par semaine, à neuf. De l'argent : personne n'en a promis, trois en cherchent."},
		{"suite", "Se revoit-on ?", "", 9, 15, "Oui. Le mardi, une fois sur deux."},
		{"annuaire", "Un annuaire de qui fait quoi", "", 11, 0, ""},
	},
	actions: []report.Action{
		{What: "Mesurer l'étage au-dessus de l'imprimerie", Until: "2008-01-22"},
		{What: "Écrire la liste de ceux qui prêtent une matinée", Until: "2008-01-15"},
		{What: "Retenir la salle pour le 22", Until: "2008-01-11"},
	},
}

// report writes the minutes of the first workshop. Those that are there are left as they are.
func (d *Demo) report(ctx context.Context) error {
	if d.minutes == nil {
		return nil
	}
	_, members, err := Examples(d.territory.Region)
	if err != nil {
		return err
	}
	r := report.Record{ID: eventID("atelier-1"), Created: winter(18, 9, 0), Body: firstMinutes.body, Public: true}
	r.Published = time.Date(2008, time.January, 9, 8, 0, 0, 0, time.UTC)
	r.Edited = r.Published
	who := func(n int) string { return pageID(members[n%len(members)].Key) }
	for n, t := range firstMinutes.topics {
		r.Topics = append(r.Topics, report.Topic{ID: eventID("sujet:" + t.key), Title: t.title, Why: t.why, By: viewer.Author{Page: who(t.by)},
			At: r.Created.Add(time.Duration(n) * hours), Minutes: t.takes, Body: t.said})
	}
	for n, a := range firstMinutes.actions {
		a.ID, a.Page, a.Done = eventID("action:"+a.Until), who(3*n+4), r.Published.AddDate(0, 0, n+1)
		r.Actions = append(r.Actions, a)
	}
	return d.minutes.Keep(ctx, r)
}
