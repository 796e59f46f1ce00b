package corpus

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"partant/internal/table"
)

//go:embed data
var data embed.FS

type commune struct {
	name, postcode string
	lat, lon       float64
	weight         int
}

type trade struct {
	key, one, many, activity, naf, label, sector string
	words, offers, seeks                         []string
	weight                                       int
}

// place is somewhere a name may point to: "la Gare", "de la Gare".
type place struct{ name, of string }

// planted is a profile written by hand, for what chance does not make: ligatures, initials, markup, rare words.
type planted struct {
	Name, Kind, Trade, Commune, NAF, Label, Sector, Description string
	Tags, Offers, Seeks                                         []string
}

// lists are what the profiles are drawn from.
type lists struct {
	communes                     []commune
	trades                       []trade
	places                       []place
	planted                      []planted
	surnames, firsts, sentences  []string
	openings, middles, endings   []string // of invented names
	communeWeights, tradeWeights []int    // running totals
}

// read loads the lists from the data beside this file. It panics when they are broken: they are part of the program.
func read() *lists {
	l := &lists{surnames: words("surnames.txt"), firsts: words("first_names.txt"), sentences: lines("sentences.txt")}
	syllables := lines("syllables.txt")
	l.openings, l.middles, l.endings = strings.Fields(syllables[0]), strings.Fields(syllables[1]), strings.Fields(syllables[2])
	l.readCommunes()
	l.readTrades()
	rows("places.csv", []string{"place", "of"}, func(r table.Row) {
		l.places = append(l.places, place{r.Text("place"), r.Text("of")})
	})
	for _, line := range lines("planted.jsonl") {
		var p planted
		check(json.Unmarshal([]byte(line), &p))
		l.planted = append(l.planted, p)
	}
	return l
}

func (l *lists) readCommunes() {
	total := 0
	rows("communes.csv", []string{"name", "postcode", "lat", "lon", "weight"}, func(r table.Row) {
		c := commune{r.Text("name"), r.Text("postcode"), r.Float("lat"), r.Float("lon"), r.Int("weight")}
		total += c.weight
		l.communes, l.communeWeights = append(l.communes, c), append(l.communeWeights, total)
	})
}

func (l *lists) readTrades() {
	total := 0
	rows("trades.csv", []string{"key", "one", "many", "activity", "naf", "label", "sector"}, func(r table.Row) {
		t := trade{
			key: r.Text("key"), one: r.Text("one"), many: r.Text("many"), activity: r.Text("activity"),
			naf: r.Text("naf"), label: r.Text("label"), sector: r.Text("sector"),
			words: r.List("words", ";"), offers: r.List("offers", ";"), seeks: r.List("seeks", ";"), weight: r.Int("weight"),
		}
		total += t.weight
		l.trades, l.tradeWeights = append(l.trades, t), append(l.tradeWeights, total)
	})
}

func (l *lists) commune(name string) commune {
	for _, c := range l.communes {
		if c.name == name {
			return c
		}
	}
	return commune{}
}

func (l *lists) trade(key string) trade {
	for _, t := range l.trades {
		if t.key == key {
			return t
		}
	}
	return trade{}
}

func rows(name string, columns []string, take func(table.Row)) {
	check(table.Read(data, "data/"+name, columns, take))
}

func lines(name string) []string {
	b, err := data.ReadFile("data/" + name)
	check(err)
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

func words(name string) []string { return strings.Fields(strings.Join(lines(name), " ")) }

func check(err error) {
	if err != nil {
		panic(fmt.Sprintf("search corpus: %v", err))
	}
}
