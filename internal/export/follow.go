package export

import (
	"context"
	"iter"
	"time"

	"partant/internal/account"
	"partant/internal/distance"
	"partant/internal/follow"
	"partant/internal/notify"
)

// Follow is what an archive tells of something that a member follows.
type Follow struct {
	Kind follow.Kind `json:"kind"`
	ID   string      `json:"id"` // of a page; what a tag is told apart by; INSEE code
	Name string      `json:"name,omitempty"`
	At   time.Time   `json:"at"`
}

// Follows is the section « abonnements »: what a member follows.
func Follows(of func(ctx context.Context, account string) iter.Seq2[follow.Follow, error]) Section {
	return Section{Name: "abonnements", About: "Les pages, les mots-clés et les communes que vous suivez.", Columns: []string{"date", "quoi", "lequel", "nom"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(of(ctx, a.ID), func(f follow.Follow) Row {
				return Row{Doc: Follow{Kind: f.Target.Kind, ID: f.Target.ID, Name: f.Name, At: f.At}, Cells: []string{stamp(f.At), string(f.Target.Kind), f.Target.ID, f.Name}}
			})
		}}
}

// Distance is what an archive tells of a page that a member keeps at a distance.
type Distance struct {
	Kind distance.Kind `json:"kind"`
	Page string        `json:"page"`
	At   time.Time     `json:"at"`
}

// Distances is the section « distances »: whom a member keeps at a distance.
func Distances(of func(ctx context.Context, account string) iter.Seq2[distance.Distance, error]) Section {
	return Section{Name: "distances", About: "Les pages que vous masquez, que vous bloquez, ou qui ne vous sont plus proposées.", Columns: []string{"date", "quoi", "la page"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(of(ctx, a.ID), func(d distance.Distance) Row {
				return Row{Doc: Distance{Kind: d.Kind, Page: d.Page, At: d.At}, Cells: []string{stamp(d.At), string(d.Kind), d.Page}}
			})
		}}
}

// Notification is what an archive tells of something that a member was told.
type Notification struct {
	Kind  notify.Kind  `json:"kind"`
	Page  string       `json:"page,omitempty"` // that acted
	Thing notify.Thing `json:"thing"`
	At    time.Time    `json:"at"`
	Read  time.Time    `json:"read,omitzero"`
}

// Notifications is the section « notifications »: what the site told a member.
func Notifications(of func(ctx context.Context, account string) iter.Seq2[notify.Notification, error]) Section {
	return Section{Name: "notifications", About: "Ce que le site vous a signalé : qui vous suit, vous répond.", Columns: []string{"date", "quoi", "par la page", "de", "titre", "lue"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(of(ctx, a.ID), func(n notify.Notification) Row {
				return Row{Doc: Notification{Kind: n.Kind, Page: n.Page, Thing: n.Thing, At: n.At, Read: n.Read},
					Cells: []string{stamp(n.At), string(n.Kind), n.Page, n.Thing.Kind, n.Thing.Title, orBlank(n.Read)}}
			})
		}}
}
