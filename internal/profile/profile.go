// Package profile keeps the pages of the directory: people, companies, clubs and institutions, and the rules they obey.
package profile

import (
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/geo"
	"partant/internal/viewer"
)

// Kind is one of the four types of profile. Its value is the French word that URLs use.
type Kind string

// The four kinds.
const (
	Person      Kind = "personne"
	Company     Kind = "entreprise"
	Club        Kind = "club"
	Institution Kind = "institution"
)

// Kinds lists them in the order pages show them.
var Kinds = []Kind{Company, Club, Institution, Person}

// Valid reports whether k is one of the four.
func (k Kind) Valid() bool { return slices.Contains(Kinds, k) }

// Profile is one page of the directory: the aggregate that one write changes whole.
type Profile struct {
	ID       string   `json:"id"`
	Rev      int64    `json:"rev"`                // grows by one at each write; set by the store
	Slug     string   `json:"slug"`               // unique among all slugs, old ones included
	OldSlugs []string `json:"oldSlugs,omitempty"` // redirect for ever

	Kind     Kind   `json:"kind"`
	Name     string `json:"name"`
	Pitch    string `json:"pitch,omitempty"` // one line
	About    Rich   `json:"about,omitzero"`
	Activity string `json:"activity,omitempty"` // NAF rév. 2 sub-class, "43.22A"
	Sector   string `json:"sector,omitempty"`   // slug of the sector Activity belongs to: derived at each write

	Address Address `json:"address,omitzero"`
	Place   *Place  `json:"place,omitempty"` // nil: nowhere on the map

	Phone Contact  `json:"phone,omitzero"`
	Email Contact  `json:"email,omitzero"` // shown on request only, never in lists, feeds or JSON
	Web   string   `json:"web,omitempty"`  // absolute http(s) URL
	Links []string `json:"links,omitempty"`

	Hours   Hours  `json:"hours,omitzero"`
	Size    string `json:"size,omitempty"`    // code of the size band (Insee, tranche d'effectifs)
	Founded int    `json:"founded,omitempty"` // year
	SIREN   string `json:"siren,omitempty"`   // 9 digits
	SIRET   string `json:"siret,omitempty"`   // 14 digits, unique

	Tags   []string `json:"tags,omitempty"`
	Offers []string `json:"offers,omitempty"` // « je propose »
	Seeks  []string `json:"seeks,omitempty"`  // « je cherche »

	Pictures Pictures `json:"pictures,omitzero"` // no part of the text: neither Version nor the history knows them

	Team    []Mate  `json:"team,omitempty"`
	Source  *Source `json:"source,omitempty"` // the open data the page came from
	Owned   []Field `json:"owned,omitempty"`  // fields whose word is the owner's: imports leave them alone, even emptied
	Given   *Draft  `json:"given,omitempty"`  // what the source says of these fields
	Example bool    `json:"example,omitempty"`

	NoQuestions bool `json:"noQuestions,omitempty"` // those who answer for it want none below it in public

	Verified *Verified `json:"verified,omitempty"` // how it was shown whose page it is; nil: it was not
	Doubt    *Doubt    `json:"doubt,omitempty"`    // the mark that it lost by becoming another
	Entries  []string  `json:"entries,omitempty"`  // the last entries into the team: each is made once
	Acts     []Act     `json:"acts,omitempty"`     // the last that its owners were told of

	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	By      string    `json:"by,omitempty"`     // account of whoever wrote this version; empty: open data
	Hidden  []Hiding  `json:"hidden,omitempty"` // why nobody sees it for now
	Erased  time.Time `json:"erased,omitzero"`  // set on a tombstone: all else but ID, slugs and debts is empty
	Purge   bool      `json:"purge,omitempty"`  // a tombstone to be forgotten wholly once its debts are settled

	Owes debt.Owes `json:"owes,omitempty"` // of kind OwesIndex, OwesPlace and OwesLetter
}

// Rich is a text its author wrote in Markdown and the sanitised HTML made of it when it was saved.
type Rich struct {
	Text string `json:"text"`
	HTML string `json:"html"`
}

// Address is where post arrives.
type Address struct {
	Street   string   `json:"street,omitempty"`
	Postcode string   `json:"postcode,omitempty"`
	Commune  string   `json:"commune,omitempty"` // INSEE code; empty when it is not known
	For      Audience `json:"for,omitempty"`     // of the street of a person, who may work at home; empty: everybody
}

// Precision tells how a Place was found, so that the page can say it.
type Precision string

// The ways a place is found.
const (
	AtCommune Precision = "commune" // the middle of the commune, for want of better
	AtAddress Precision = "adresse" // by the Base adresse nationale
	ByHand    Precision = "main"    // shown on the map by its owner
	BySource  Precision = "source"  // given by the open data
)

// Place is a point on the map and how it was found.
type Place struct {
	geo.Point
	By Precision `json:"by"`
}

// Audience is who may see a contact field.
type Audience string

// The audiences, from the widest to the narrowest.
const (
	ForAll     Audience = "tous"
	ForMembers Audience = "membres"
	ForTeam    Audience = "equipe"
)

// Contact is one way to reach the profile and who may see it.
type Contact struct {
	Value string   `json:"value"`
	For   Audience `json:"for"`
}

// Role is what a mate may do with the page.
type Role string

// The roles of a team.
const (
	Owner  Role = "proprietaire"
	Editor Role = "redaction"
	Reader Role = "lecture" // reads the statistics, may change nothing
	Shown  Role = "membre"  // appears on the page, may change nothing
)

// Roles lists them, the widest first.
var Roles = []Role{Owner, Editor, Reader, Shown}

// Mate ties a person to an organisation. Account is empty for people who are only shown, Person for those only at work.
type Mate struct {
	Account string `json:"account,omitempty"`
	Person  string `json:"person,omitempty"` // profile id
	Role    Role   `json:"role"`
	Title   string `json:"title,omitempty"` // « gérante », « présidente »
}

// Source names the open data a page came from, as its licence asks.
type Source struct {
	Key     string `json:"key"`  // the record in its source, unique: "irep:45082584"
	Name    string `json:"name"` // « Insee, base Sirene »
	Date    string `json:"date"` // date of the data, as precise as it is known: "2017-02"
	Licence string `json:"licence"`
}

// IsErased reports whether p is a tombstone.
func (p *Profile) IsErased() bool { return !p.Erased.IsZero() }

// Version tells one content of p from another: it grows with each change that people can see.
func (p *Profile) Version() int64 { return p.Updated.UnixMilli() }

// Slugs lists every slug that leads to p, the current one first.
func (p *Profile) Slugs() []string { return append([]string{p.Slug}, p.OldSlugs...) }

// CanEdit reports whether v may change p.
func (p *Profile) CanEdit(v viewer.Viewer) bool {
	if !v.SignedIn() {
		return false
	}
	return v.Moderates() || p.onTeam(v, Owner, Editor)
}

// CanErase reports whether v may erase p for good: only who owns it. Moderators take it down.
func (p *Profile) CanErase(v viewer.Viewer) bool { return p.Owns(v) }

func (p *Profile) onTeam(v viewer.Viewer, roles ...Role) bool {
	return slices.ContainsFunc(p.Team, func(m Mate) bool {
		return m.Account != "" && m.Account == v.Account && (len(roles) == 0 || slices.Contains(roles, m.Role))
	})
}

// Claimed reports whether somebody with an account answers for the page.
func (p *Profile) Claimed() bool {
	return slices.ContainsFunc(p.Team, func(m Mate) bool { return m.Account != "" && m.Role == Owner })
}

// Seen returns what v may see of p: contacts meant for others are emptied, accounts of the team are hidden.
func (p Profile) Seen(v viewer.Viewer) Profile {
	p.Phone, p.Email = p.seenContact(v, p.Phone), p.seenContact(v, p.Email)
	street := p.Street(v)
	team := slices.Clone(p.Team)
	for i := range team {
		team[i].Account = ""
	}
	p.By, p.Acts, p.Doubt, p.Given = "", nil, nil, nil
	p.Team, p.Owes, p.Entries = slices.DeleteFunc(team, func(m Mate) bool { return m.Person == "" }), nil, nil
	p.Address.Street = street
	return p
}

func (p *Profile) seenContact(v viewer.Viewer, c Contact) Contact {
	switch {
	case c.For == ForAll, p.onTeam(v), v.Moderates(), c.For == ForMembers && v.SignedIn():
		return c
	}
	return Contact{}
}

// The kinds of debts of a profile.
const (
	OwesIndex  = "index"   // the search index is told of a change; see package catalog
	OwesSaid   = "dits"    // what is found of what a page has said depends on whether the page is seen; see package concordance
	OwesWords  = "paroles" // what an erased page has said elsewhere is taken away; see package retract
	OwesPlace  = "lieu"    // a service of addresses is asked where the page is; see package locate
	OwesLetter = "lettre"  // an owner is told of an act; see package mailroom
)
