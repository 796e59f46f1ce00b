package views

import (
	"net/url"
	"strconv"
	"time"

	"partant/internal/fault"
	"partant/internal/moderation"
	"partant/internal/recommendation"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Recommendation is one as it is shown.
type Recommendation struct {
	ID     string
	By     Byline
	Tie    recommendation.Tie
	Lived  string // ready: « mai 2026 »
	At     string // ready: Day(…)
	Edited string // ready; empty: its words are the first
	HTML   string // sanitised when it was written
	Words  string // as they were typed: plain, for short lists
	Reward string
	Reply  *Rejoinder

	CanEdit, CanReply, CanReport bool
}

// Rejoinder is what a page replies to a recommendation.
type Rejoinder struct {
	By         Byline
	At, Edited string // ready
	HTML       string
	CanReport  bool
}

// RecommendationsPage is /fiches/{slug}/recommandations.
type RecommendationsPage struct {
	Chrome Chrome
	Of     Byline
	Note   RecommendationsNote
	List   []Recommendation
	First  string // local path of the last ones, when these are earlier
	Next   string // local path of the earlier ones
}

// RecommendationsNote is what a profile says of them. It is the same for all who read, but for those of the team.
type RecommendationsNote struct {
	Slug  string
	Count int  // up to recommendation.MostCounted
	Open  bool // it can be recommended
	Team  bool // who reads is of the team
	List  []Recommendation
}

// RecommendationRulesPage is /recommandations/regles.
type RecommendationRulesPage struct{ Chrome Chrome }

// RecommendPage is the form of a recommendation: /fiches/{slug}/recommander, /recommandations/{id}/modifier.
type RecommendPage struct {
	Chrome Chrome
	Of     Byline
	ID     string // of the one that is changed; empty: it is new
	Voices []Byline
	Draft  recommendation.Draft
	Years  []string // that may be chosen, the last first

	Preview  string // sanitised HTML; empty: none was asked for
	Conflict bool
	Theirs   Recommendation // what is there now
	Wrong    fault.Fields
}

// RejoinderPage is /recommandations/{id}/reponse.
type RejoinderPage struct {
	Chrome   Chrome
	One      Recommendation
	Of       Byline
	Text     string
	At       int64 // version of the reply that the form was filled from
	Preview  string
	Conflict bool
	Wrong    fault.Fields
}

// RecommendationEndPage is /recommandations/{id}/supprimer.
type RecommendationEndPage struct {
	Chrome Chrome
	One    Recommendation
	Of     Byline
}

// CannotRecommendPage is what somebody is told who may not recommend a page.
type CannotRecommendPage struct {
	Chrome Chrome
	Of     Byline
	Own    bool // it is theirs; else nobody answers for it
}

// ToRecommendations is the local path of the recommendations of a page.
func ToRecommendations(slug string) string {
	return "/fiches/" + url.PathEscape(slug) + "/recommandations"
}

// ToRecommendation is the local path of one, followed by what may be done there.
func ToRecommendation(id, do string) string { return "/recommandations/" + url.PathEscape(id) + do }

func recommendationAnchor(id string) string { return "recommandation-" + id }

// tieNames say what ties somebody to whom they recommend: beside their name, and in the form.
var tieNames = map[recommendation.Tie][2]string{
	recommendation.Client: {"client", "Je suis, ou j'étais, client"}, recommendation.Supplier: {"fournisseur", "Je suis, ou j'étais, fournisseur"},
	recommendation.Partner: {"partenaire", "Nous travaillons, ou avons travaillé, ensemble"}, recommendation.Clubmate: {"membre du même club", "Nous sommes du même club"},
	recommendation.Other: {"autre lien", "Autre chose, que mon texte dit"},
}

// TieName names a tie: « client ».
func TieName(t recommendation.Tie) string { return tieNames[t][0] }

// heading counts the recommendations.
func (n RecommendationsNote) heading() string {
	switch {
	case n.Count == 0:
		return "Recommandations"
	case n.Count >= recommendation.MostCounted:
		return "Plus de " + Number(recommendation.MostCounted-1) + joint + "recommandations"
	}
	return Plural(n.Count, "recommandation", "recommandations")
}

// brief is how a recommendation begins, in plain words.
func (r Recommendation) brief() string { return unbroken(text.Cut(r.Words, briefWords)) }

// said names its author.
func (r Recommendation) said() string { return r.By.said() }

// action is where the form goes.
func (p RecommendPage) action() string {
	if p.ID != "" {
		return ToRecommendation(p.ID, "/modifier")
	}
	return "/fiches/" + url.PathEscape(p.Of.Slug) + "/recommander"
}

// back is where who changes nothing goes.
func (p RecommendPage) back() string {
	if p.ID != "" {
		return ToRecommendation(p.ID, "")
	}
	return "/fiches/" + url.PathEscape(p.Of.Slug)
}

// monthNames are the months that a form proposes, from 1.
func monthNames() (all []Option) {
	for m := time.January; m <= time.December; m++ {
		all = append(all, Option{Value: strconv.Itoa(int(m)), Text: months[m-1]})
	}
	return all
}

var recommendOrder = []string{viewer.FieldVoice, recommendation.FieldTie, recommendation.FieldMonth, recommendation.FieldYear, recommendation.FieldBody, recommendation.FieldRewarded, recommendation.FieldReward}

var rejoinderOrder = []string{recommendation.FieldReply}

// doubt is the local path of the form by which whoever doubts that a recommendation is authentic tells the moderators.
func doubt(id string) string {
	return ToReport(moderation.Recommendation, id) + "?" + moderation.FieldGround + "=" + moderation.Doubt
}
