package demo

import (
	"io/fs"
	"strconv"
	"strings"

	"partant/internal/region"
	"partant/internal/table"
)

// material is what examples are made of.
type material struct {
	trades    map[string]trade
	companies []company
	members   []member
	sentences map[string][4][]string // of a family: who they are, how they work, what they do, what they look for
	hours     map[string][7]string
	towns     []town
}

type trade struct {
	naf, family, place, hours  string
	sizes, offers, seeks, tags []string
}

// company is a line of the table; what it leaves empty it has from its trade.
type company struct {
	trade, name, pitch, commune, naf, hours string
	offers, seeks, tags                     []string
}

type member struct {
	first, last, title, company, pitch string
	offers, seeks                      []string
}

func readMaterial(files fs.FS) (m material, err error) {
	for _, step := range []func(fs.FS) error{m.readHours, m.readTrades, m.readCompanies, m.readMembers, m.readSentences, m.readTowns} {
		if err := step(files); err != nil {
			return m, err
		}
	}
	return m, nil
}

func (m *material) readHours(files fs.FS) error {
	m.hours = map[string][7]string{}
	return table.Read(files, "examples_hours.csv", []string{"kind", "hours"}, func(row table.Row) {
		m.hours[row.Text("kind")] = week(row)
	})
}

func (m *material) readTrades(files fs.FS) error {
	m.trades = map[string]trade{}
	return table.Read(files, "examples_trades.csv", []string{"trade", "naf", "family", "place", "hours", "sizes"}, func(row table.Row) {
		t := trade{naf: row.Text("naf"), family: row.Text("family"), place: row.Text("place"), hours: row.Text("hours"),
			sizes: row.Words("sizes"), offers: row.List("offers", ";"), seeks: row.List("seeks", ";"), tags: row.List("tags", ";")}
		if _, known := m.hours[t.hours]; !known || len(t.sizes) == 0 {
			row.Fail("no sizes, or no hours %q", t.hours)
		}
		m.trades[row.Text("trade")] = t
	})
}

func (m *material) readCompanies(files fs.FS) error {
	return table.Read(files, "examples_companies.csv", []string{"trade", "name", "pitch"}, func(row table.Row) {
		c := company{trade: row.Text("trade"), name: row.Text("name"), pitch: row.Text("pitch"), commune: row.Text("commune"),
			naf: row.Text("naf"), hours: row.Text("hours"), offers: row.List("offers", ";"), seeks: row.List("seeks", ";"),
			tags: row.List("tags", ";")}
		if _, known := m.trades[c.trade]; !known {
			row.Fail("no trade %q", c.trade)
		}
		m.companies = append(m.companies, c)
	})
}

func (m *material) readMembers(files fs.FS) error {
	return table.Read(files, "examples_members.csv", []string{"first", "last", "title", "company", "pitch"}, func(row table.Row) {
		m.members = append(m.members, member{first: row.Text("first"), last: row.Text("last"), title: row.Text("title"),
			company: row.Text("company"), pitch: row.Text("pitch"), offers: row.List("offers", ";"), seeks: row.List("seeks", ";")})
	})
}

func (m *material) readSentences(files fs.FS) error {
	m.sentences = map[string][4][]string{}
	return table.Read(files, "examples_sentences.csv", []string{"family", "part", "text"}, func(row table.Row) {
		family, part := row.Text("family"), row.Int("part")
		if part < 1 || part > 4 {
			row.Fail("part %d", part)
			return
		}
		parts := m.sentences[family]
		parts[part-1] = append(parts[part-1], row.Text("text"))
		m.sentences[family] = parts
	})
}

func (m *material) readTowns(files fs.FS) error {
	return table.Read(files, "examples_communes.csv", []string{"commune", "kind", "weight"}, func(row table.Row) {
		m.towns = append(m.towns, town{insee: row.Text("commune"), kind: row.Text("kind"), weight: row.Int("weight")})
	})
}

// about writes the description of the nth company of a family: who they are, how they work, what they do, and in turn
// what they look for or once more how they work. Within a family no two texts are made of the same sentences.
func (m material) about(family string, e Example, at region.Commune, nth int) string {
	parts := m.sentences[family]
	turn := nth / len(parts[0])
	chosen := []string{one(parts[0], nth), one(parts[1], nth+turn), one(parts[2], nth+turn), one(parts[3], nth+turn)}
	if (nth+turn)%2 == 1 {
		chosen[3] = one(parts[1], nth+turn+1+turn%3)
	}
	fill := strings.NewReplacer("{ici}", at.In(), "{dici}", at.From(), "{an}", strconv.Itoa(e.Founded),
		"{offres}", strings.Join(e.Offers, ", "), "{cherche}", strings.Join(e.Seeks, ", "))
	return fill.Replace(strings.Join(chosen, " ")) + "\n\nPage d'exemple : cette entreprise n'existe pas."
}

func one(sentences []string, n int) string { return sentences[n%len(sentences)] }
