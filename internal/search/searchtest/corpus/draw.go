package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// draw makes one profile.
type draw struct {
	*rand.Rand
	lists *lists
}

func pick[T any](d draw, from []T) T { return from[d.IntN(len(from))] }

// weighted picks an index with the chances that running totals give.
func weighted(d draw, totals []int) int {
	x := d.IntN(totals[len(totals)-1])
	for i, total := range totals {
		if x < total {
			return i
		}
	}
	return 0
}

func some(d draw, from []string, n int) []string {
	var chosen []string
	for _, i := range d.Perm(len(from))[:min(n, len(from))] {
		chosen = append(chosen, from[i])
	}
	return chosen
}

// followers are none for two in five, few for most, many for a handful.
func (d draw) followers() int64 {
	f := d.Float64()
	if f <= 0.4 {
		return 0
	}
	return int64(3 / (1.0005 - f))
}

// surname prefers the first of the list, as life does.
func (d draw) surname() string {
	f := d.Float64()
	return d.lists.surnames[int(f*f*float64(len(d.lists.surnames)))]
}

func (d draw) brand() string {
	opening := pick(d, d.lists.openings)
	middle := pick(d, d.lists.middles)
	return opening + middle + pick(d, d.lists.endings)
}

func (d draw) place(p *Profile, c commune) {
	p.Commune, p.Postcode = c.name, c.postcode
	p.Lat = c.lat + (d.Float64()-.5)*.03
	p.Lon = c.lon + (d.Float64()-.5)*.04
}

func (d draw) planted(from planted) Profile {
	p := Profile{
		Name: from.Name, Kind: from.Kind, NAF: from.NAF, NAFLabel: from.Label, Sector: from.Sector, Description: from.Description,
		Tags: from.Tags, Offers: from.Offers, Seeks: from.Seeks, About: About{Trade: from.Trade},
	}
	if p.NAF == "" {
		t := d.lists.trade(from.Trade)
		p.NAF, p.NAFLabel, p.Sector = t.naf, t.label, t.sector
	}
	d.place(&p, d.lists.commune(from.Commune))
	return p
}

func (d draw) profile() Profile {
	t := d.lists.trades[weighted(d, d.lists.tradeWeights)]
	c := d.lists.communes[weighted(d, d.lists.communeWeights)]
	surname := d.surname()
	p := Profile{NAF: t.naf, NAFLabel: t.label, Sector: t.sector, About: About{Trade: t.key}}
	d.name(&p, t, c, surname)
	p.Kind = d.kind(t.sector)
	p.Description = d.description(t, c, surname)
	p.Tags = append([]string{t.words[0]}, some(d, t.words[1:], 1+d.IntN(3))...)
	p.Offers = some(d, t.offers, 1+d.IntN(2))
	p.Seeks = some(d, t.seeks, d.IntN(3))
	d.place(&p, c)
	if d.IntN(12) == 0 { // as in the real register
		p.Name = strings.ToUpper(p.Name)
	}
	return p
}

// name gives p a name of one of twelve shapes and notes what it is made of.
func (d draw) name(p *Profile, t trade, c commune, surname string) {
	first := pick(d, d.lists.firsts)
	at := pick(d, d.lists.places)
	shape := d.IntN(100)
	switch {
	case shape < 46 || shape >= 87 && shape < 92:
		p.About.Surname = surname
		p.Name = d.familyName(shape, t, surname)
	case shape < 54:
		p.Name = d.brand()
	case shape < 62:
		p.Name = d.brand() + " " + t.activity
	case shape < 72:
		p.About.Place = at.name
		p.Name = t.activity + " " + at.of
	case shape < 82:
		p.About.Surname, p.About.First = surname, first
		p.Name = first + " " + surname
	case shape < 87:
		p.About.First = first
		p.Name = first + " " + t.activity
	case shape < 96:
		p.Name = t.activity + " " + c.name
	default:
		p.Name = "Les " + t.many + " " + of(c.name)
	}
}

func (d draw) familyName(shape int, t trade, surname string) string {
	switch {
	case shape < 20:
		return t.activity + " " + surname
	case shape < 32:
		return surname + " " + t.activity
	case shape < 38:
		return t.one + " " + surname
	case shape < 46:
		return fmt.Sprintf(pick(d, []string{"SARL %s", "EURL %s", "SAS %s", "Ets %s et Fils", "%s Frères", "Maison %s"}), surname)
	}
	return "L'Atelier " + of(surname)
}

// of elides before a vowel and before any h.
func of(name string) string {
	first, _ := utf8.DecodeRuneInString(name)
	if strings.ContainsRune("AEIOUYÉÈÊÎÔHaeiouyéèêh", first) {
		return "d'" + name
	}
	return "de " + name
}

func (d draw) kind(sector string) string {
	switch sector {
	case "Construction", "Industrie alimentaire":
		return pick(d, []string{"artisan", "artisan", "entreprise"})
	case "Culture", "Action sociale":
		return pick(d, []string{"association", "association", "association", "entreprise", "collectivite"})
	case "Numérique", "Conseil", "Communication", "Formation":
		return pick(d, []string{"independant", "independant", "entreprise"})
	case "Commerce", "Hôtellerie et restauration":
		return pick(d, []string{"commerce", "commerce", "entreprise"})
	case "Sports et loisirs", "Santé":
		return pick(d, []string{"association", "independant", "entreprise", "collectivite"})
	}
	return "entreprise"
}

// description strings sentences together up to a length drawn first; one in six is followed by an invented partner,
// so that there is a long tail of rare words.
func (d draw) description(t trade, c commune, surname string) string {
	const longest = 62
	var b strings.Builder
	wanted, words := 20+d.IntN(41), 0
	for _, i := range d.Perm(len(d.lists.sentences)) {
		if words >= wanted {
			break
		}
		sentence := d.sentence(d.lists.sentences[i], t, c, surname)
		n := len(strings.Fields(sentence))
		if words > 0 && words+n > longest {
			continue
		}
		words += n
		b.WriteString(sentence + ". ")
		if d.IntN(6) == 0 {
			b.WriteString("Partenaire " + d.brand() + ". ")
			words += 2
		}
	}
	return strings.TrimSpace(b.String())
}

// sentence fills one in. Every number is drawn whether the sentence has a use for it or not.
func (d draw) sentence(model string, t trade, c commune, surname string) string {
	other := d.lists.trades[weighted(d, d.lists.tradeWeights)]
	return strings.NewReplacer(
		"{C}", c.name, "{S}", surname, "{O}", other.many,
		"{Y}", fmt.Sprint(1920+d.IntN(106)),
		"{k}", pick(d, t.words), "{k2}", pick(d, t.words),
		"{o}", pick(d, t.offers), "{o2}", pick(d, t.offers),
		"{s}", pick(d, t.seeks), "{N}", fmt.Sprint(2+d.IntN(40)),
	).Replace(model)
}
