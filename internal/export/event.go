package export

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"partant/internal/account"
	"partant/internal/event"
)

// Events is the section « evenements »: those that a member announced, in whosever name.
func Events(by func(ctx context.Context, account string) iter.Seq2[event.Event, error]) Section {
	return Section{Name: "evenements", About: "Les événements que vous avez annoncés, avec la page au nom de laquelle vous parliez.",
		Columns: []string{"annoncé le", "au nom de", "titre", "début", "fin", "lieu", "pour quoi faire", "prix", "qui paye", "texte", "annulé le", "adresse"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), func(e event.Event) Row {
				e.Owes, e.Plan, e.Hosts = nil, nil, slices.Clone(e.Hosts)
				for i := range e.Hosts {
					e.Hosts[i].Account = "" // of others
				}
				return Row{Doc: e, Cells: []string{stamp(e.Created), e.By.Page, e.Title, e.Start.Wall, e.End.Wall, e.Place, e.Purpose, e.Price, e.Payer, e.Body, stamp(e.Cancelled), e.Slug}}
			})
		}}
}

// Arrivals is the section « arrivees »: where a member came.
func Arrivals(by func(ctx context.Context, account string) iter.Seq2[event.Arrival, error]) Section {
	return Section{Name: "arrivees", About: "Les événements où l'accueil a noté que vous êtes venu.",
		Columns: []string{"date", "événement", "personnes"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), func(one event.Arrival) Row {
				one.Gestures = nil
				return Row{Doc: one, Cells: []string{stamp(one.At), one.Event, strconv.Itoa(one.People)}}
			})
		}}
}

// Partants is the section « partants »: what a member answered to events.
func Partants(by func(ctx context.Context, account string) iter.Seq2[event.Answer, error]) Section {
	return Section{Name: "partants", About: "Ce que vous avez répondu à des événements : partant, peut-être ou pas cette fois.",
		Columns: []string{"date", "événement", "réponse", "accompagnants", "place", "visible", "réponses aux questions"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), func(one event.Answer) Row {
				one.Owes = nil
				said := make([]string, len(one.Said))
				for i := range one.Said {
					said[i] = one.Said[i].Text
				}
				return Row{Doc: one, Cells: []string{stamp(one.At), one.Event, string(one.Says), strconv.Itoa(one.With), string(one.Seat), strconv.FormatBool(one.Listed), strings.Join(said, " | ")}}
			})
		}}
}
