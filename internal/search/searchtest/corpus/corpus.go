// Package corpus makes plausible company profiles of the Loiret, always the same ones, and knows what each is about:
// what searches are measured on. Nobody in it is real.
package corpus

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"partant/internal/geo"
	"partant/internal/search"
)

// Full is how many profiles the set of queries is written for.
const Full = 70_000

const (
	seed   = 0x45_000
	newest = int64(1_780_000_000) // in the middle of 2026
)

// Profile is one profile as the set of queries knows it; its JSON lines are what the checksum of the set covers.
type Profile struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Kind        string   `json:"kind"`
	NAF         string   `json:"naf"`
	NAFLabel    string   `json:"naf_label"`
	Sector      string   `json:"sector"`
	Commune     string   `json:"commune"`
	Postcode    string   `json:"postal"`
	Description string   `json:"description"`
	Tags        []string `json:"tags"`
	Offers      []string `json:"offers"`
	Seeks       []string `json:"seeks"`
	Lat         float64  `json:"lat"`
	Lon         float64  `json:"lon"`
	Followers   int64    `json:"followers"`
	Updated     int64    `json:"updated_at"`

	About About `json:"-"`
}

// About is what the generator had in mind. No engine sees it: it is the truth that answers are judged by.
type About struct{ Trade, Surname, First, Place string }

// Document returns p as the index takes it.
func (p Profile) Document() search.Document {
	updated := time.Unix(p.Updated, 0).UTC()
	return search.Document{
		ID: p.ID, Name: p.Name, Kind: p.Kind, NAF: p.NAF, NAFLabel: p.NAFLabel, Sector: p.Sector,
		Commune: p.Commune, Postcode: p.Postcode, Description: p.Description,
		Tags: p.Tags, Offers: p.Offers, Seeks: p.Seeks, At: &geo.Point{Lat: p.Lat, Lon: p.Lon},
		Followers: p.Followers, CreatedAt: updated, UpdatedAt: updated,
	}
}

// Corpus makes profiles.
type Corpus struct{ lists *lists }

// New returns the corpus.
func New() *Corpus { return &Corpus{lists: read()} }

// All yields the first n profiles.
func (c *Corpus) All(n int) iter.Seq[Profile] {
	return func(yield func(Profile) bool) {
		for i := range n {
			if !yield(c.Profile(i)) {
				return
			}
		}
	}
}

// Documents yields the first n profiles as Rebuild takes them.
func (c *Corpus) Documents(n int) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		for p := range c.All(n) {
			if !yield(p.Document(), nil) {
				return
			}
		}
	}
}

// Profile returns profile i, which depends on i alone. The first ones are written by hand.
//
// The order in which numbers are drawn is part of the corpus: the checksum of the set changes with it.
func (c *Corpus) Profile(i int) Profile {
	d := draw{Rand: rand.New(rand.NewPCG(seed, uint64(i))), lists: c.lists}
	followers := d.followers()
	var p Profile
	if i < len(c.lists.planted) {
		p = d.planted(c.lists.planted[i])
		p.ID = fmt.Sprintf("p-%03d", i)
	} else {
		p = d.profile()
		p.ID = fmt.Sprintf("c-%06d", i)
	}
	p.Followers = followers
	p.Updated = newest - int64((i*7919)%1_000_003)*90
	return p
}
