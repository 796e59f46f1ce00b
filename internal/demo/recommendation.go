package demo

import (
	"context"
	"time"

	"partant/internal/recommendation"
	"partant/internal/viewer"
)

// Recommending adds the recommendations of the demonstration.
func (d *Demo) Recommending(all *recommendation.Service) *Demo {
	d.recommended = all
	return d
}

// praised is what a member who does not exist says of a company that does not either.
type praised struct {
	speaker int // which of the members
	company int // which of the companies
	tie     recommendation.Tie
	lived   recommendation.Month
	at      time.Time
	words   string
	reward  string
	reply   string
}

func autumn(day, hour int) time.Time {
	return time.Date(2026, time.October, day, hour, 12, 0, 0, time.UTC)
}

// stories are few: they show what a recommendation, a reward and a reply look like.
var stories = []praised{
	{0, 2, recommendation.Client, "2026-06", autumn(6, 9), "Trois semaines de retard annoncées, deux jours à l'arrivée, et un coup de fil chaque vendredi pour dire où l'on en était. Le travail est propre ; la facture est celle du devis.", "", "Merci. Le retard venait de nous, il fallait bien vous le dire chaque vendredi."},
	{1, 2, recommendation.Partner, "2026-03", autumn(8, 17), "Nous avons répondu ensemble à un appel d'offres de la commune. Ils ont lu le règlement jusqu'au bout, ce qui n'arrive pas si souvent, et ils ont tenu leur part.", "", ""},
	{2, 2, recommendation.Client, "2025-11", autumn(12, 11), "Bon accueil, bon conseil. J'aurais aimé que l'on me dise plus tôt que la pièce n'existait plus : j'ai attendu une semaine pour rien.", "une remise de 10 % sur la commande suivante", "Vous avez raison. Depuis, nous appelons le fournisseur le jour même."},
	{3, 5, recommendation.Supplier, "2026-09", autumn(14, 8), "Je les livre depuis deux ans. Payé à trente jours, sans relance, et toujours quelqu'un pour ouvrir le portail à sept heures.", "", ""},
	{4, 5, recommendation.Clubmate, "2026-09", autumn(20, 19), "On s'est connus à un petit-déjeuner du club. Une heure de leur temps m'a évité une grosse bêtise sur mon bail.", "", "Au plaisir de recommencer, avec du café cette fois."},
	{5, 9, recommendation.Client, "2026-08", autumn(22, 15), "Commande passée un lundi, prête le jeudi, emballée comme pour un cadeau. Ma mère en parle encore.", "", ""},
}

// praisings are the stories as they are kept, between examples of the region.
func (d *Demo) praisings() (all []recommendation.Recommendation, err error) {
	companies, members, err := Examples(d.territory.Region)
	if err != nil || len(companies) == 0 || len(members) == 0 {
		return nil, err
	}
	for _, s := range stories {
		m, c := members[s.speaker*5%len(members)], companies[s.company*3%len(companies)]
		if m.Company == c.Key { // nobody recommends what is their own
			c = companies[(s.company*3+1)%len(companies)]
		}
		r := recommendation.Recommendation{By: viewer.Author{Page: pageID(m.Key)}, Page: pageID(c.Key), Tie: s.tie, Lived: s.lived, Body: s.words, Reward: s.reward, Created: s.at}
		r.ID = recommendation.IDOf(r.By.Page, r.Page)
		if s.reply != "" {
			r.Reply = &recommendation.Reply{By: viewer.Author{Page: r.Page}, Body: s.reply, Created: s.at.Add(days)}
		}
		all = append(all, r)
	}
	return all, nil
}

// recommend writes the recommendations. What is there is left as it is.
func (d *Demo) recommend(ctx context.Context) error {
	if d.recommended == nil {
		return nil
	}
	all, err := d.praisings()
	for _, r := range all {
		if err == nil {
			err = d.recommended.Keep(ctx, r)
		}
	}
	return err
}

// forget takes them away.
func (d *Demo) forget(ctx context.Context) error {
	if d.recommended == nil {
		return nil
	}
	all, err := d.praisings()
	for _, r := range all {
		if err == nil {
			err = d.recommended.Remove(ctx, r.ID)
		}
	}
	return err
}
