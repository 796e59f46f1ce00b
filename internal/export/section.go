package export

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"partant/internal/account"
	"partant/internal/lang"
	"partant/internal/page"
	"partant/internal/profile"
)

// Account is what an archive tells of an account: nothing that opens it.
type Account struct {
	ID           string    `json:"id"`
	Email        string    `json:"email"`
	Name         string    `json:"name"`
	Role         string    `json:"role"`
	Person       string    `json:"person,omitempty"` // id of their own page
	Terms        time.Time `json:"terms"`
	TermsVersion string    `json:"termsVersion,omitempty"`
	Created      time.Time `json:"created"`

	Password  bool                `json:"password,omitempty"`    // it has one
	App       time.Time           `json:"app,omitzero"`          // since when an application shows codes for it
	Rescue    int                 `json:"rescueCodes,omitempty"` // printed codes that are still good
	Suspended *account.Suspension `json:"suspended,omitempty"`   // without the moderator
	Leaving   *account.Leaving    `json:"leaving,omitempty"`
	Letters   account.Letters     `json:"letters,omitempty"`  // from whom they want some
	Language  lang.Tag            `json:"language,omitempty"` // what Partant writes to them in
	Discreet  bool                `json:"discreet,omitempty"` // they are left out where followers are listed
	Agenda    bool                `json:"agenda,omitempty"`   // their own calendar has an address
	Rhythm    account.Rhythm      `json:"rhythm,omitempty"`   // how often they want to be written to about what is new
	Used      time.Time           `json:"used,omitzero"`      // when they last came by, to the week
}

// ofAccount is what an archive tells of a.
func ofAccount(a account.Account) Account {
	told := Account{ID: a.ID, Email: a.Email, Name: a.Name, Role: string(a.Role), Person: a.Person, Terms: a.Terms, TermsVersion: a.TermsVersion,
		Created: a.Created, Password: a.Password != "", Rescue: len(a.Rescue), Leaving: a.Leaving, Letters: a.Letters, Language: a.Language, Discreet: a.Discreet, Agenda: a.Agenda != "", Rhythm: a.Rhythm, Used: a.Used}
	if a.Totp != nil {
		told.App = a.Totp.Since
	}
	if a.Suspended != nil {
		shut := *a.Suspended
		shut.By = ""
		told.Suspended = &shut
	}
	return told
}

// Key is what an archive tells of a passkey.
type Key struct {
	Label   string    `json:"label"`
	Created time.Time `json:"created"`
	Used    time.Time `json:"used,omitzero"`
}

// Session is what it tells of a browser that is signed in.
type Session struct {
	Agent   string    `json:"agent"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	Expires time.Time `json:"expires"`
}

// Accounts is the section « compte »: one thing.
func Accounts() Section {
	return Section{Name: sectionAccount, About: "Votre compte : nom, adresse e-mail, dates, conditions acceptées, ce qui le protège.",
		Rows: func(_ context.Context, a account.Account) iter.Seq2[Row, error] {
			return rows([]account.Account{a}, func(a account.Account) Row {
				return Row{Doc: ofAccount(a)}
			})
		}}
}

// The sections that Read knows.
const (
	sectionAccount  = "compte"
	sectionLog      = "journal"
	sectionSessions = "appareils"
	sectionPages    = "fiches"
)

// Log is the section « journal ».
func Log() Section {
	return Section{Name: sectionLog, About: "Le journal du compte : ce qui s'est passé, quand, et depuis quel navigateur.",
		Columns: []string{"date", "quoi", "navigateur", "adresse prévenue", "raison"},
		Rows: func(_ context.Context, a account.Account) iter.Seq2[Row, error] {
			return rows(a.Log, func(l account.Line) Row {
				return Row{Doc: l, Cells: []string{stamp(l.At), string(l.What), l.Agent, l.Told, l.Reason}}
			})
		}}
}

// Sessions is the section « appareils ».
func Sessions(list func(ctx context.Context, account string) ([]account.Session, error)) Section {
	return Section{Name: sectionSessions, About: "Les appareils connectés à votre compte.",
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			all, err := list(ctx, a.ID)
			if err != nil {
				return failing(err)
			}
			return rows(all, func(s account.Session) Row {
				return Row{Doc: Session{Agent: s.Agent, Created: s.Created, Seen: s.Seen, Expires: s.Expires}}
			})
		}}
}

// Program is what an archive tells of a program that asks in the name of the member: nothing that opens.
type Program struct {
	Name    string    `json:"name"`
	Writes  bool      `json:"writes,omitempty"`
	Created time.Time `json:"created"`
	Until   time.Time `json:"until"`
	Used    time.Time `json:"used,omitzero"`
}

// Programs is the section « logiciels ».
func Programs() Section {
	return Section{Name: "logiciels", About: "Les logiciels qui agissent en votre nom, sans leurs clés.",
		Rows: func(_ context.Context, a account.Account) iter.Seq2[Row, error] {
			return rows(a.Programs, func(p account.Program) Row {
				return Row{Doc: Program{Name: p.Name, Writes: p.Writes, Created: p.Created, Until: p.Until, Used: p.Used}}
			})
		}}
}

// Keys is the section « cles ».
func Keys() Section {
	return Section{Name: "cles", About: "Vos clés d'accès, sans ce qui les ferait servir.",
		Rows: func(_ context.Context, a account.Account) iter.Seq2[Row, error] {
			return rows(a.Keys, func(k account.Key) Row { return Row{Doc: Key{Label: k.Label, Created: k.Created, Used: k.Used}} })
		}}
}

// Identities is the section « comptes-ailleurs ».
func Identities() Section {
	return Section{Name: "comptes-ailleurs", About: "Les comptes que vous avez ailleurs et qui ouvrent le vôtre, et ce que ces services disent de vous.",
		Rows: func(_ context.Context, a account.Account) iter.Seq2[Row, error] {
			return rows(a.Identities, func(i account.Identity) Row { return Row{Doc: i} })
		}}
}

// PageLists finds the pages of a member: see profile.Lists.
type PageLists interface {
	OfMember(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error)
}

var pageColumns = []string{"adresse", "type", "nom", "accroche", "présentation", "activité", "rue", "code postal", "commune (INSEE)",
	"téléphone", "téléphone visible par", "e-mail", "e-mail visible par", "site", "liens", "effectif", "année", "SIRET", "étiquettes", "propose", "cherche", "créée", "modifiée"}

// Pages is the section « fiches »: the pages that an account owns, whole, contacts included. Accounts of others on the
// team are left out.
func Pages(lists PageLists) Section {
	return Section{Name: sectionPages, About: "Les pages dont vous êtes propriétaire, en entier, coordonnées comprises.", Columns: pageColumns,
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(owned(ctx, lists, a.ID), func(p profile.Profile) Row { return pageRow(&p, a.ID) })
		}}
}

// owned yields the pages that an account owns.
func owned(ctx context.Context, lists PageLists, account string) iter.Seq2[profile.Profile, error] {
	read := func(req page.Req) (page.Of[profile.Profile], error) { return lists.OfMember(ctx, account, req) }
	return func(yield func(profile.Profile, error) bool) {
		for p, err := range page.All(page.MaxLimit, read) {
			if (err != nil || owns(&p, account)) && !yield(p, err) {
				return
			}
		}
	}
}

func owns(p *profile.Profile, account string) bool {
	return slices.ContainsFunc(p.Team, func(m profile.Mate) bool { return m.Account == account && m.Role == profile.Owner })
}

func pageRow(p *profile.Profile, account string) Row {
	doc := *p
	doc.Owes, doc.Team = nil, slices.Clone(p.Team)
	for i := range doc.Team {
		if doc.Team[i].Account != account {
			doc.Team[i].Account = ""
		}
	}
	d := profile.Filled(doc)
	return Row{Doc: doc, Cells: []string{doc.Slug, string(doc.Kind), doc.Name, doc.Pitch, doc.About.Text, doc.Activity, doc.Address.Street, doc.Address.Postcode,
		doc.Address.Commune, doc.Phone.Value, string(doc.Phone.For), doc.Email.Value, string(doc.Email.For), doc.Web, strings.Join(doc.Links, " "), doc.Size, d.Founded,
		doc.SIRET, d.Tags, d.Offers, d.Seeks, stamp(doc.Created), stamp(doc.Updated)}}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// rows yields what a list holds.
func rows[T any](all []T, row func(T) Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, v := range all {
			if !yield(row(v), nil) {
				return
			}
		}
	}
}

// mapped makes rows of what is yielded.
func mapped[T any](all iter.Seq2[T, error], row func(T) Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for v, err := range all {
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(row(v), nil) {
				return
			}
		}
	}
}

// each writes several rows for one thing.
func each[T any](all iter.Seq2[T, error], rows func(T) []Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for v, err := range all {
			if err != nil {
				yield(Row{}, err)
				return
			}
			for _, row := range rows(v) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// failing yields an error alone.
func failing(err error) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) { yield(Row{}, err) }
}
