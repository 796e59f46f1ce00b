package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/reaction"
	"partant/internal/viewer"
)

// Talking adds the discussions of the demonstration.
func (d *Demo) Talking(talk *discussion.Service, answers *comment.Service) *Demo {
	d.talk, d.answers = talk, answers
	return d
}

// Praising adds the reactions of the demonstration.
func (d *Demo) Praising(said *reaction.Service) *Demo {
	d.said = said
	return d
}

// listeners are as many accounts as react: nobody has them.
const listeners = 4

func listener(n int) string { return id.Named("demo", fmt.Sprintf("auditeur:%d", n)) }

// praise has a few react to a discussion and to what was answered first.
func (d *Demo) praise(ctx context.Context, s scene) error {
	if d.said == nil {
		return nil
	}
	for n := range listeners {
		of := []reaction.Thing{{Kind: reaction.OfTalk, ID: talkID(s.key)}, {Kind: reaction.OfAnswer, ID: lineID(s.key, 1+n/2)}}
		for i, thing := range of {
			if err := d.said.Keep(ctx, listener(n), thing, reaction.Kinds[(n+i)%len(reaction.Kinds)], s.at.Add(days)); err != nil {
				return err
			}
		}
	}
	return nil
}

// scene is a discussion that never took place, between members who do not exist.
type scene struct {
	key     string // the same for ever
	speaker int    // which of the members
	at      time.Time
	topic   discussion.Discussion
	lines   []line
}

// line is an answer.
type line struct {
	speaker int
	after   time.Duration // since the discussion was opened
	to      int           // the line it answers, from 1; 0: the discussion itself
	words   string
	guest   string // the name of somebody without account, who says it in the speaker's place
}

// winter is an hour of December 2007 in Paris, when it all began.
func winter(day, hour, minute int) time.Time {
	return time.Date(2007, time.December, day, hour, minute, 0, 0, clock.Paris).UTC()
}

const (
	minutes = time.Minute
	hours   = time.Hour
	days    = 24 * time.Hour
)

// scenes tell, in other words, how people began to talk to each other.
func scenes() []scene {
	return []scene{
		{key: "idee", speaker: 0, at: winter(12, 22, 40), topic: discussion.Discussion{Kind: discussion.Open, Slug: "nos-sites-ne-repondent-a-personne-on-change", Theme: "numerique",
			Title: "Nos sites ne répondent à personne : on change ?",
			Body: "Je rentre d'un congrès où tout le monde montre ses projets avant qu'ils soient finis, et écoute ce qu'on en dit.\n\n" +
				"Hier soir, un dîner : quatre cents patrons d'ici dans une salle. Combien ont un site où un client peut **répondre** ? J'ai compté sur mes doigts. " +
				"Nos sites sont des vitrines fermées à clé. Nos clubs font de belles soirées, et le lendemain il n'en reste rien.\n\n" +
				"Je propose qu'on se parle ici, entre deux soirées. Qui en est ?"},
			lines: []line{
				{1, 50 * minutes, 0, "J'en suis. Mon site date de 1999 et je n'ai plus le mot de passe. Par quoi commence-t-on ?", ""},
				{2, 11 * hours, 0, "Par se voir. Un premier atelier **mardi 8 janvier à 18 h 30**, salle du fond, chacun apporte une page de son site à refaire. *Partant ?*", ""},
				{3, 12 * hours, 2, "A priori partante. On pourrait y parler d'une pépinière pour ceux qui se lancent sur le Web : ils travaillent seuls chez eux, à dix rues les uns des autres.", ""},
				{4, 15 * hours, 3, "Soyons clairs : à quoi ça sert, et qui paye ? J'ai vu passer trois pépinières, deux étaient vides.", ""},
				{3, 16 * hours, 4, "Bonne question. J'ouvre une proposition, avec les deux réponses dedans.", ""},
				{5, 2 * days, 2, "Partante aussi, si l'on explique. Parlez simplement : la moitié d'entre nous ne sait pas ce qu'est un blog. Et il faut que les gens se rencontrent, pas seulement leurs écrans.", "Solange, de passage"},
				{0, 3 * days, 0, "> il faut que les gens se rencontrent\n\nC'est tout à fait ça. Le site sert à se retrouver, la salle à se connaître. Rendez-vous le 8.", ""},
			}},
		{key: "pepiniere", speaker: 3, at: winter(13, 15, 20), topic: discussion.Discussion{Kind: discussion.Proposal, Slug: "une-pepiniere-web-a-orleans", Theme: "financement", Commune: "45234",
			Title:   "Une pépinière Web à Orléans",
			Body:    "Un étage, huit bureaux, une salle où l'on montre ce qu'on fabrique une fois par mois, même quand ce n'est pas fini.",
			Purpose: "Que ceux qui se lancent sur le Web ne restent pas seuls chez eux : un bureau à petit prix, des voisins du même métier, et des patrons d'ici qui viennent essayer ce qu'ils font.",
			Payer:   "Chacun paye son bureau, 90 euros par mois. Les murs sont prêtés deux ans par une entreprise qui a de la place. Personne n'est salarié : on se relaie pour l'accueil."},
			lines: []line{
				{4, 2 * hours, 0, "Voilà qui répond à mes deux questions. Et quand les deux ans seront passés ?", ""},
				{3, 3 * hours, 1, "À huit bureaux pleins, le loyer est couvert. S'ils sont vides, c'est qu'il ne fallait pas le faire.", ""},
				{1, days, 0, "Partante. Je prends un bureau deux jours par semaine, et je prête mes tables à dessin.", ""},
			}},
		{key: "tresorerie", speaker: 0, at: autumn(24, 8), topic: discussion.Discussion{Kind: discussion.Question, Slug: "ou-va-la-cagnotte-du-petit-dejeuner", Theme: "financement", Club: pageID("exemple:club:cercle-des-levees"), Private: true,
			Title: "Où va la cagnotte du petit-déjeuner ?",
			Body:  "Il reste **quarante et un euros** dans la boîte. On achète une cafetière, ou l'on invite le fondeur ?"},
			lines: []line{
				{1, 3 * hours, 0, "Le fondeur. La cafetière, je l'ai.", ""},
				{2, 5 * hours, 1, "D'accord, si la tienne ne fuit plus.", ""},
			}},
	}
}

// play writes the discussions. What is there is left as it is.
func (d *Demo) play(ctx context.Context) error {
	if d.talk == nil {
		return nil
	}
	_, members, err := Examples(d.territory.Region)
	if err != nil {
		return err
	}
	if len(members) == 0 {
		return fmt.Errorf("the demonstration has no members: %w", fault.Invalid)
	}
	by := func(speaker int) viewer.Author {
		if speaker == office {
			return viewer.Author{Page: pageID(officeKey)}
		}
		return viewer.Author{Page: pageID(members[speaker*7%len(members)].Key)}
	}
	for _, s := range slices.Concat(scenes(), asks(d.talk.Now())) {
		one := s.topic
		one.ID, one.By, one.Created, one.Active = talkID(s.key), by(s.speaker), s.at, s.at
		if err := d.talk.Keep(ctx, one); err != nil {
			return err
		}
		if err := errors.Join(d.answer(ctx, s, by), d.praise(ctx, s)); err != nil {
			return err
		}
	}
	return nil
}

func talkID(key string) string { return id.Named("demo", "discussion:"+key) }

func lineID(key string, n int) string {
	return id.Named("demo", fmt.Sprintf("reponse:%s:%d", key, n))
}

func (d *Demo) answer(ctx context.Context, s scene, by func(int) viewer.Author) error {
	for i, l := range s.lines {
		c := comment.Comment{ID: lineID(s.key, i+1), Target: comment.Target{Kind: comment.Discussion, ID: talkID(s.key)}, By: by(l.speaker), Level: 1, Body: l.words, Created: s.at.Add(l.after)}
		c.Thread, c.Place = c.ID, comment.Under("")
		if l.guest != "" {
			c.By, c.Guest = viewer.Author{}, &comment.Guest{Name: l.guest, State: comment.Published}
		}
		if l.to > 0 {
			above, err := d.answers.Get(ctx, lineID(s.key, l.to))
			if err != nil {
				return err
			}
			c.Thread, c.Parent, c.Place, c.Level = above.Thread, above.ID, comment.Under(above.Place), above.Level+1
		}
		if err := d.answers.Keep(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// fall takes the discussions away, with all that was answered to them.
func (d *Demo) fall(ctx context.Context) error {
	if d.talk == nil {
		return nil
	}
	for n := range listeners {
		if d.said == nil {
			break
		}
		if err := d.said.Forget(ctx, listener(n)); err != nil {
			return err
		}
	}
	for _, s := range slices.Concat(scenes(), asks(d.talk.Now())) {
		err := d.answers.Clear(ctx, comment.Target{Kind: comment.Discussion, ID: talkID(s.key)})
		if err = errors.Join(err, d.talk.Remove(ctx, talkID(s.key))); err != nil {
			return err
		}
	}
	return nil
}
