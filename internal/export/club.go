package export

import (
	"context"
	"iter"
	"time"

	"partant/internal/account"
	"partant/internal/club"
)

// Clubs is the section « clubs »: the clubs that a member is in, asked to come into or was refused by.
func Clubs(of func(ctx context.Context, account string) iter.Seq2[club.Member, error]) Section {
	return Section{Name: "clubs", About: "Les clubs dont vous êtes membre ou que vous avez demandé à rejoindre, et ce que vous y avez répondu.",
		Columns: []string{"date", "club", "état", "membre depuis", "formule", "à jour jusqu'au", "affiché", "sans annonces", "mot du bureau", "réponses"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(of(ctx, a.ID), func(m club.Member) Row {
				m.Owes = nil
				if m.By != a.ID {
					m.By = ""
				}
				said := ""
				for _, one := range m.Answers {
					said += one.Question + " " + one.Text + "\n"
				}
				return Row{Doc: m, Cells: []string{stamp(m.Created), m.Club, string(m.State), orNever(m.Since), m.Kind, orNever(m.Paid), ouiNon(m.Listed), ouiNon(m.Quiet), m.Word, said}}
			})
		}}
}

// Announcements is the section « annonces »: what a member announced in the name of clubs.
func Announcements(by func(ctx context.Context, account string) iter.Seq2[club.Announcement, error]) Section {
	return Section{Name: "annonces", About: "Ce que vous avez annoncé aux membres de vos clubs.",
		Columns: []string{"date", "club", "titre", "texte"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), func(one club.Announcement) Row {
				one.Owes = nil
				return Row{Doc: one, Cells: []string{stamp(one.Created), one.Club, one.Title, one.Body}}
			})
		}}
}

func orNever(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}

func ouiNon(yes bool) string {
	if yes {
		return "oui"
	}
	return "non"
}
