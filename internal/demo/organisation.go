// Package demo holds what the demonstration shows: real organisations of the Loiret, as open data has them, and fictional
// examples of common trades, each plainly marked « exemple ».
package demo

import (
	"embed"
	"io/fs"
	"strings"

	"partant/internal/geo"
	"partant/internal/table"
	"partant/internal/text"
)

//go:embed data
var embedded embed.FS

func files() fs.FS {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the name is valid
	}
	return sub
}

// Source is where a fact comes from. Two sources of one organisation stand joined by " ; ", and their dates too.
type Source struct {
	Name    string // « Registre des émissions polluantes (IREP, Géorisques) »
	Date    string // of the data, as precise as it is known: "2017-02"
	Licence string // « Licence Ouverte », « ODbL »
}

// joint parts the sources of one organisation, and their dates.
const joint = " ; "

// apart returns the sources that s joins.
func (s Source) apart() []Source {
	names, dates := strings.Split(s.Name, joint), strings.Split(s.Date, joint)
	sources := make([]Source, len(names))
	for i, name := range names {
		sources[i] = Source{Name: name, Date: dates[min(i, len(dates)-1)], Licence: s.Licence}
	}
	return sources
}

// Organisation is a real company, club or institution. Nothing in it is invented: what the data does not say is empty.
type Organisation struct {
	Key      string // of the record in its source, the same for ever: "irep:100.00802"
	Kind     string // "entreprise", "club" or "institution"
	Category string // in plain words: « mairie », « hôtel », « industrie »
	Name     string
	NAF      string // "10.32Z"
	SIREN    string
	SIRET    string
	Street   string
	Postcode string
	Commune  string     // INSEE code; empty when the data does not say
	At       *geo.Point // nil when the data knows no better place than the commune
	Phone    string
	Email    string    // of a service, never of a person
	Web      string    // as published, at times without its scheme
	Hours    [7]string // Monday first, as a form takes them: "9h-12h30 13h30-17h30"
	Size     string    // code of the size band, of the whole company
	Founded  int       // year the company was founded
	Facts    string    // what the source says of it, in one line: « Hôtel 3 étoiles, 34 chambres »
	Source   Source
}

// ShareAlike reports whether the licence asks that data made from this record be shared under the same one (ODbL):
// such records stay out of what is published under Licence Ouverte.
func (o Organisation) ShareAlike() bool { return o.Source.Licence == "ODbL" }

// Organisations returns the real organisations, in the order of their keys, each once.
func Organisations() ([]Organisation, error) {
	all, err := readOrganisations(files())
	if err != nil {
		return nil, err
	}
	institutions, err := readInstitutions(files())
	return append(all, institutions...), err
}

func readOrganisations(files fs.FS) (all []Organisation, err error) {
	err = table.Read(files, "organisations.csv", []string{"key", "kind", "name", "commune", "source", "date", "licence"}, func(row table.Row) {
		o := Organisation{Key: row.Text("key"), Kind: row.Text("kind"), Category: row.Text("category"), Name: row.Text("name"),
			NAF: row.Text("naf"), SIREN: row.Text("siren"), SIRET: row.Text("siret"), Street: row.Text("street"),
			Postcode: row.Text("postcode"), Commune: row.Text("commune"), Phone: row.Text("phone"), Email: row.Text("email"),
			Web: row.Text("web"), Hours: week(row), Size: row.Text("size"), Founded: row.Int("founded"), Facts: row.Text("facts"),
			Source: Source{Name: row.Text("source"), Date: row.Text("date"), Licence: row.Text("licence")}}
		if row.Text("lat") != "" {
			o.At = &geo.Point{Lat: row.Float("lat"), Lon: row.Float("lon")}
		}
		all = append(all, o)
	})
	return all, err
}

// readInstitutions reads the institutions known by name, kind and commune alone.
func readInstitutions(files fs.FS) (all []Organisation, err error) {
	err = table.Read(files, "institutions.csv", []string{"name", "kind", "commune", "source", "date"}, func(row table.Row) {
		all = append(all, Organisation{Key: "institution:" + text.Slug(row.Text("name")), Kind: row.Text("kind"),
			Category: row.Text("category"), Name: row.Text("name"), Commune: row.Text("commune"),
			Source: Source{Name: row.Text("source"), Date: row.Text("date")}}) // a list of ours: no licence of others
	})
	return all, err
}

// week reads the column of seven days parted by bars.
func week(row table.Row) (hours [7]string) {
	days := strings.Split(row.Text("hours"), "|")
	if days[0] == "" && len(days) == 1 {
		return hours
	}
	if len(days) != len(hours) {
		row.Fail("%d days in a week", len(days))
		return hours
	}
	copy(hours[:], days)
	return hours
}
