package export

import (
	"context"
	"iter"

	"partant/internal/account"
	"partant/internal/minutes"
)

// Topics is the section « sujets »: what a member proposed to talk about at events.
func Topics(by func(ctx context.Context, account string) iter.Seq2[minutes.Record, error]) Section {
	return Section{Name: "sujets", About: "Les sujets que vous avez proposés pour des événements.",
		Columns: []string{"proposé le", "événement", "sujet", "pourquoi"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return each(by(ctx, a.ID), func(r minutes.Record) (rows []Row) {
				for _, t := range r.Topics {
					if t.By.Account == a.ID {
						t.Body, t.HTML = "", ""
						rows = append(rows, Row{Doc: t, Cells: []string{stamp(t.At), r.ID, t.Title, t.Why}})
					}
				}
				return rows
			})
		}}
}

// Actions is the section « actions »: what minutes give a member to do.
func Actions(by func(ctx context.Context, account string) iter.Seq2[minutes.Record, error]) Section {
	return Section{Name: "actions", About: "Ce que des comptes rendus vous donnent à faire.",
		Columns: []string{"événement", "action", "pour le", "faite le"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return each(by(ctx, a.ID), func(r minutes.Record) (rows []Row) {
				for _, one := range r.Actions {
					if one.Account == a.ID {
						rows = append(rows, Row{Doc: one, Cells: []string{r.ID, one.What, one.Until, stamp(one.Done)}})
					}
				}
				return rows
			})
		}}
}
