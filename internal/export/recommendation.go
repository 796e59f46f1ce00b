package export

import (
	"context"
	"iter"

	"partant/internal/account"
	"partant/internal/recommendation"
	"partant/internal/viewer"
)

// Recommendations is the section « recommandations »: what a member said of pages, and replied to what was said of theirs.
func Recommendations(by func(ctx context.Context, account string) iter.Seq2[recommendation.Recommendation, error]) Section {
	return Section{Name: "recommandations", About: "Ce que vous avez dit d'autres pages, et répondu à ce que l'on disait des vôtres.",
		Columns: []string{"date", "au nom de", "de", "lien", "expérience", "texte", "contrepartie", "réponse"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), func(r recommendation.Recommendation) Row {
				r = ofRecommendation(r, a.ID)
				cells := []string{stamp(r.Created), r.By.Page, r.Page, string(r.Tie), string(r.Lived), r.Body, r.Reward, ""}
				if r.Reply != nil {
					cells[7] = r.Reply.Body
				}
				return Row{Doc: r, Cells: cells}
			})
		}}
}

// ofRecommendation is r without what others wrote: their text is on their page.
func ofRecommendation(r recommendation.Recommendation, account string) recommendation.Recommendation {
	r.Owes = nil
	if r.Reply != nil && r.Reply.By.Account != account {
		r.Reply = nil
	}
	if r.By.Account != account {
		r.By, r.Body, r.HTML, r.Reward = viewer.Author{Page: r.By.Page}, "", "", ""
	}
	return r
}
