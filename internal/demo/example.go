package demo

import (
	"fmt"

	"partant/internal/geo"
	"partant/internal/region"
	"partant/internal/text"
)

// Mark is the word that every example carries, in its name and among its tags.
const Mark = "exemple"

// Example is a company that does not exist: no SIREN, no street, an address in .invalid, a telephone number that the
// regulator (ARCEP) keeps for fiction.
type Example struct {
	Key      string // "exemple:entreprise:plomberie-sablonnet", the same for ever
	Name     string // « Plomberie Sablonnet (exemple) »
	Pitch    string
	About    string // a few sentences, the last of which says that the company does not exist
	NAF      string
	Commune  string // INSEE code
	Postcode string
	At       geo.Point // near the commune's point, so that the map shows more than one
	Phone    string
	Email    string
	Web      string
	Hours    [7]string // Monday first, as a form takes them
	Size     string
	Founded  int
	Tags     []string // « exemple » first
	Offers   []string
	Seeks    []string
}

// Member is a person who does not exist, at work in an Example.
type Member struct {
	Key     string // "exemple:personne:maelle-sablonnet"
	Name    string // « Maëlle Sablonnet (exemple) »
	Title   string // what she is in the company: « gérante »
	Company string // key of an Example
	Pitch   string
	About   string
	Commune string
	At      geo.Point
	Phone   string
	Email   string
	Tags    []string
	Offers  []string
	Seeks   []string
}

// Examples returns the fictional companies and members, spread over the communes of the Loiret: always the same ones.
// It fails when r is not the Loiret.
func Examples(r *region.Region) ([]Example, []Member, error) {
	m, err := readMaterial(files())
	if err != nil {
		return nil, nil, err
	}
	places, err := newPlaces(r, m.towns)
	if err != nil {
		return nil, nil, err
	}
	var companies []Example
	nth := map[string]int{} // of each family
	for i, c := range m.companies {
		trade := m.trades[c.trade]
		town, err := places.pick(trade, c)
		if err != nil {
			return nil, nil, err
		}
		companies = append(companies, m.compose(c, town, i, nth[trade.family]))
		nth[trade.family]++
	}
	members, err := m.staff(companies)
	return companies, members, err
}

// compose makes the i-th company, the nth of its family.
func (m material) compose(c company, town region.Commune, i, nth int) Example {
	t := m.trades[c.trade]
	e := Example{Key: key("entreprise", c.name), Name: marked(c.name), Pitch: c.pitch, NAF: or(c.naf, t.naf), Commune: town.INSEE,
		At: around(town.At, i), Hours: m.hours[or(c.hours, t.hours)], Size: t.sizes[i%len(t.sizes)], Founded: 1988 + i*7%37,
		Offers: some(orList(c.offers, t.offers), i, 3), Seeks: some(orList(c.seeks, t.seeks), i, 2)}
	e.Tags = append([]string{Mark}, some(orList(c.tags, t.tags), i, 2)...)
	e.Postcode = town.Postcodes[i%len(town.Postcodes)]
	e.Phone = fictionPhone(i)
	e.Email, e.Web = "contact@"+text.Slug(c.name)+".invalid", "https://"+text.Slug(c.name)+".invalid"
	if i%4 == 3 { // not everybody has a web site
		e.Web = ""
	}
	e.About = m.about(t.family, e, town, nth)
	return e
}

// staff makes the members, each in the company the table names.
func (m material) staff(companies []Example) ([]Member, error) {
	byKey := make(map[string]Example, len(companies))
	for _, c := range companies {
		byKey[c.Key] = c
	}
	members := make([]Member, 0, len(m.members))
	for i, p := range m.members {
		c, ok := byKey[key("entreprise", p.company)]
		if !ok {
			return nil, fmt.Errorf("member %s %s: no company %q", p.first, p.last, p.company)
		}
		full := p.first + " " + p.last
		members = append(members, Member{Key: key("personne", full), Name: marked(full), Title: p.title, Company: c.Key, Pitch: p.pitch,
			About: "Page d'exemple : cette personne n'existe pas.", Commune: c.Commune, At: c.At,
			Phone: fmt.Sprintf("06 39 98 %02d %02d", 10+i%80, i*37%100), Email: text.Slug(full) + "@" + text.Slug(p.company) + ".invalid",
			Tags: append([]string{Mark}, c.Tags[1:2]...), Offers: p.offers, Seeks: p.seeks})
	}
	return members, nil
}

func key(kind, name string) string { return Mark + ":" + kind + ":" + text.Slug(name) }

func marked(name string) string { return name + " (" + Mark + ")" }

// fictionPhone is a number of the north-west of France that ARCEP keeps for works of fiction: 02 61 91 00 00 to 99 99.
func fictionPhone(i int) string {
	n := (i*731 + 17) % 10_000 // 731 shares no factor with 10,000: no number twice
	return fmt.Sprintf("02 61 91 %02d %02d", n/100, n%100)
}

func or(own, usual string) string {
	if own != "" {
		return own
	}
	return usual
}

func orList(own, usual []string) []string {
	if len(own) > 0 {
		return own
	}
	return usual
}

// some returns n entries of a list, or all of a shorter one, starting at another place each time.
func some(list []string, start, n int) []string {
	n = min(n, len(list))
	picked := make([]string, 0, n)
	for i := range n {
		picked = append(picked, list[(start+i)%len(list)])
	}
	return picked
}
