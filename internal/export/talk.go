package export

import (
	"context"
	"iter"

	"partant/internal/account"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/reaction"
	"partant/internal/reading"
)

// Discussions is the section « discussions »: those that a member opened, in whosever name.
func Discussions(by func(ctx context.Context, account string) iter.Seq2[discussion.Discussion, error]) Section {
	return Section{Name: "discussions", About: "Les discussions que vous avez ouvertes, avec la page au nom de laquelle vous parliez.",
		Columns: []string{"date", "au nom de", "forme", "thème", "titre", "texte", "pour quoi faire", "qui paye", "adresse"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), func(d discussion.Discussion) Row {
				d.Owes = nil
				return Row{Doc: d, Cells: []string{stamp(d.Created), d.By.Page, string(d.Kind), d.Theme, d.Title, d.Body, d.Purpose, d.Payer, d.Slug}}
			})
		}}
}

// Reactions is the section « reactions »: what a member said of the words of others without a word.
func Reactions(by func(ctx context.Context, account string) iter.Seq2[reaction.Reaction, error]) Section {
	return Section{Name: "reactions", About: "Vos « merci », « intéressant » et « bravo ». Les autres n'en voient que le nombre.",
		Columns: []string{"date", "réaction", "à"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), func(r reaction.Reaction) Row {
				r.Owes = nil
				return Row{Doc: r, Cells: []string{stamp(r.At), string(r.Kind), r.Thing.String()}}
			})
		}}
}

// Readings is the section « lectures »: how far a member has read in discussions.
func Readings(of func(ctx context.Context, account string) iter.Seq2[reading.Mark, error]) Section {
	return Section{Name: "lectures", About: "Jusqu'où vous avez lu les discussions, pour vous montrer ce qui est nouveau. Personne d'autre ne le voit.",
		Columns: []string{"lue le", "discussion", "jusqu'à"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(of(ctx, a.ID), func(m reading.Mark) Row {
				return Row{Doc: m, Cells: []string{stamp(m.Seen), m.Talk, stamp(m.Until)}}
			})
		}}
}

// Answers is the section « reponses »: what a member answered in public, in whosever name.
func Answers(by func(ctx context.Context, account string) iter.Seq2[comment.Comment, error]) Section {
	return Section{Name: "reponses", About: "Ce que vous avez répondu en public, avec la page au nom de laquelle vous parliez.",
		Columns: []string{"date", "au nom de", "sous", "avis", "texte"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), func(c comment.Comment) Row {
				c.Owes = nil
				if c.Guest != nil { // what its letters open is nobody's to have
					c.Guest = &comment.Guest{Name: c.Guest.Name, Email: c.Guest.Email, State: c.Guest.State}
				}
				aspect := ""
				if c.Review != nil {
					aspect = string(c.Review.Aspect)
				}
				return Row{Doc: c, Cells: []string{stamp(c.Created), c.By.Page, c.Target.Key(), aspect, c.Body}}
			})
		}}
}
