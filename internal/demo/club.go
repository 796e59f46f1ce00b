package demo

import (
	"context"
	"time"

	"partant/internal/club"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// Gathering adds the rooms of the clubs of the demonstration.
func (d *Demo) Gathering(all *club.Service) *Demo {
	d.clubs = all
	return d
}

// gathering is a club that does not exist, and how many of the members who do not exist either are in it.
type gathering struct {
	key, name, pitch, about, commune string

	way       club.Way
	questions []string
	kinds     []string
	first, n  int // which of the members
	news      []announced
	links     []club.Shared
	network   bool // it gathers those that are within
	within    bool // it is in the network
}

type announced struct {
	title, words string
	at           time.Time
}

// networkKey is the one network of the demonstration.
const networkKey = "exemple:club:clubs-du-val"

// gatherings are three clubs, one for each way of joining, and a network of two of them.
var gatherings = []gathering{
	{key: "exemple:club:cercle-des-levees", name: "Cercle des Levées (exemple)", commune: "45173", pitch: "Des entreprises du val qui se voient deux fois par mois, sans protocole.",
		about: "Ce club n'existe pas : il montre comment on rejoint un club **librement**, d'un seul geste.",
		way:   club.Open, within: true, first: 0, n: 17, kinds: []string{"Adhérent", "Bienfaiteur"},
		news: []announced{
			{"Le petit-déjeuner de décembre change de salle", "La salle des fêtes est prise : nous serons **au-dessus de la boulangerie**. Même heure, et le café est meilleur.", autumn(27, 7)},
			{"Trois places pour visiter la fonderie", "Mardi prochain, à dix heures. Prévenez-nous par l'e-mail du club.", autumn(20, 8)},
		},
		links: []club.Shared{{ID: "cr-octobre", Title: "Compte rendu d'octobre (exemple)", URL: "https://exemple.invalid/compte-rendu", At: autumn(14, 9)},
			{ID: "covoiturage", Title: "Tableau de covoiturage (exemple)", URL: "https://exemple.invalid/covoiturage", At: autumn(6, 9)}}},
	{key: "exemple:club:deux-rives", name: "Club des Deux Rives (exemple)", commune: "45234", pitch: "Un métier par membre, un repas par mois, et des affaires qui passent d'une rive à l'autre.",
		about: "Ce club n'existe pas : il montre comment on **demande** à rejoindre un club, et ce que le bureau lit.",
		way:   club.OnRequest, within: true, first: 12, n: 23, kinds: []string{"Adhérent", "Jeune entreprise"}, questions: []string{"Quel est votre métier ?", "Qui connaissez-vous déjà au club ?"},
		news: []announced{{"Les statuts sont en ligne", "Vous les trouverez dans les liens. Deux articles changent : le quatrième et le neuvième.", autumn(22, 18)}}},
	{key: "exemple:club:etabli", name: "L'Établi (exemple)", commune: "45208", pitch: "Neuf ateliers qui se prêtent leurs machines.",
		about: "Ce club n'existe pas : il montre un club où l'on entre **sur invitation**.",
		way:   club.ByInvitation, first: 30, n: 9},
	{key: networkKey, name: "Les Clubs du Val (exemple)", commune: "45234", pitch: "Deux clubs qui tiennent un seul agenda.",
		about: "Ce réseau n'existe pas : il montre comment des clubs se **rassemblent**, chacun restant chez soi.",
		way:   club.ByInvitation, network: true, first: 0, n: 3,
		news: []announced{{"Un agenda pour deux", "Annoncez vos rendez-vous sur la page de votre club : ils paraissent d'eux-mêmes dans l'agenda du réseau.", autumn(18, 9)}}},
}

// clubRecords are their pages.
func clubRecords() (all []profile.Record) {
	for _, g := range gatherings {
		source := exampleSource
		source.Key = space + g.key
		all = append(all, profile.Record{ID: pageID(g.key), Example: true, Source: &source,
			Draft: profile.Draft{Kind: profile.Club, Name: g.name, Pitch: g.pitch, About: g.about, Commune: g.commune, Tags: "exemple\nclub d'entreprises"}})
	}
	return all
}

// room is the room of a club with its members: the first presides, the two behind are on the board.
func (g gathering) room(members []Member) (club.Room, []club.Member, []club.Announcement) {
	of := pageID(g.key)
	r := club.Room{ID: of, Way: g.way, Questions: g.questions, Kinds: g.kinds, Shared: g.links, Opened: autumn(1, 9).AddDate(-1, 0, 0)}
	if r.Network = g.network; g.within {
		r.Name, r.Bonds = g.name, []club.Bond{{Network: pageID(networkKey), State: club.In, At: autumn(3, 9)}}
	}
	var all []club.Member
	for n := range min(g.n, len(members)) {
		m := g.member(of, members[(g.first+n)%len(members)], n)
		switch {
		case n == 0:
			r.Board = append(r.Board, club.Seat{Member: m.ID, Role: club.Chair})
		case n < 3:
			r.Board = append(r.Board, club.Seat{Member: m.ID, Role: club.Officer})
		}
		all = append(all, m)
	}
	var news []club.Announcement
	for _, a := range g.news {
		news = append(news, club.Announcement{ID: pageID(g.key + ":" + a.title), Club: of, By: viewer.Author{Page: of}, Title: a.title, Body: a.words, Created: a.at})
	}
	return r, all, news
}

func (g gathering) member(of string, who Member, n int) club.Member {
	page := pageID(who.Key)
	since := autumn(2+n%25, 9).AddDate(0, -n%11, 0)
	m := club.Member{ID: club.ExampleID(of, page), Club: of, Page: page, Name: who.Name, State: club.In, Created: since, Since: since, Listed: n%4 != 3}
	if len(g.kinds) > 0 {
		m.Kind = g.kinds[n%7/6]
		if n%5 != 4 {
			m.Paid = time.Date(2026+n%2, time.December, 31, 0, 0, 0, 0, time.UTC)
		}
	}
	for _, q := range g.questions {
		m.Answers = append(m.Answers, club.Answer{Question: q, Text: who.Title})
	}
	return m
}

// gather writes the rooms. What is there is left as it is.
func (d *Demo) gather(ctx context.Context) error {
	if d.clubs == nil {
		return nil
	}
	_, members, err := Examples(d.territory.Region)
	for _, g := range gatherings {
		if err == nil {
			r, all, news := g.room(members)
			err = d.clubs.Keep(ctx, r, all, news)
		}
	}
	return err
}

// disperse takes them away.
func (d *Demo) disperse(ctx context.Context) (err error) {
	if d.clubs == nil {
		return nil
	}
	for _, g := range gatherings {
		if err == nil {
			err = d.clubs.ForgetPage(ctx, pageID(g.key))
		}
	}
	return err
}
