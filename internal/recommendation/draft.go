package recommendation

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/text"
)

// The form fields, keys of fault.Fields.
const (
	FieldTie      = "lien"
	FieldMonth    = "mois"
	FieldYear     = "annee"
	FieldBody     = "experience"
	FieldRewarded = "recu" // Yes or No
	FieldReward   = "contrepartie"
	FieldReply    = "replique"
)

// What is said of a reward.
const (
	Yes = "oui"
	No  = "non"
)

// The limits, in characters and years.
const (
	MinBody   = 40
	MaxBody   = 2000
	MaxReward = 200
	MinReply  = 2
	MaxReply  = 2000
	MostYears = 5 // how old an experience may be when it is told
)

// Draft is what the form holds, as typed.
type Draft struct {
	At    int64  // Version that the form was filled from; 0 for a new one
	Voice string // id of the page that speaks
	Page  string // id of the page that is recommended

	Tie         Tie
	Month, Year string // numbers
	Body        string
	Rewarded    string // Yes, No, or nothing was said
	Reward      string
}

// Filled is the draft of a recommendation as it is.
func Filled(r Recommendation) Draft {
	d := Draft{At: r.Version(), Voice: r.By.Page, Page: r.Page, Tie: r.Tie, Body: r.Body, Rewarded: No, Reward: r.Reward}
	if at := r.Lived.Time(); !at.IsZero() {
		d.Month, d.Year = strconv.Itoa(int(at.Month())), strconv.Itoa(at.Year())
	}
	if r.Reward != "" {
		d.Rewarded = Yes
	}
	return d
}

// fill checks a draft and writes it into to, which was made at an instant.
func (d Draft) fill(to *Recommendation, made time.Time) fault.Fields {
	wrong := fault.Fields{}
	to.Tie, to.Body, to.Reward = d.Tie, text.Lines(d.Body), ""
	if !slices.Contains(Ties[:], d.Tie) {
		wrong.Add(FieldTie, "Dites ce qui vous lie : on lit autrement un client et un associé.")
	}
	to.Lived = d.lived(made, wrong)
	switch n := text.Len(to.Body); {
	case n < MinBody:
		wrong.Add(FieldBody, fmt.Sprintf("Racontez en %d caractères au moins : ce que vous avez fait ensemble, et ce que cela a donné.", MinBody))
	case n > MaxBody:
		wrong.Add(FieldBody, tooLong(n, MaxBody))
	}
	switch d.Rewarded {
	case No:
	case Yes:
		to.Reward = d.reward(wrong)
	default:
		wrong.Add(FieldRewarded, "Dites si vous avez reçu quelque chose en échange.")
	}
	return wrong
}

func (d Draft) reward(wrong fault.Fields) string {
	got := text.Line(d.Reward)
	if got == "" {
		wrong.Add(FieldReward, "Dites ce que vous avez reçu : une remise, un cadeau, un service rendu…")
	}
	if n := text.Len(got); n > MaxReward {
		wrong.Add(FieldReward, tooLong(n, MaxReward))
	}
	return got
}

// lived is the month that a draft names: not in the future, and not too long before it was told.
func (d Draft) lived(made time.Time, wrong fault.Fields) Month {
	month, err1 := strconv.Atoi(d.Month)
	year, err2 := strconv.Atoi(d.Year)
	now := made.In(clock.Paris)
	switch {
	case err1 != nil || month < 1 || month > 12:
		wrong.Add(FieldMonth, "Choisissez le mois où cela s'est passé.")
		return ""
	case err2 != nil || year < now.Year()-MostYears || year > now.Year():
		wrong.Add(FieldYear, fmt.Sprintf("Choisissez l'année : on raconte ici ce qui a moins de %s ans.", text.Number(MostYears)))
		return ""
	case year == now.Year() && month > int(now.Month()):
		wrong.Add(FieldMonth, "Ce mois n'est pas encore venu : racontez ce que vous avez vécu.")
		return ""
	case year == now.Year()-MostYears && month < int(now.Month()):
		wrong.Add(FieldMonth, fmt.Sprintf("C'était il y a plus de %s ans : on raconte ici ce qui est plus récent.", text.Number(MostYears)))
		return ""
	}
	return MonthOf(time.Date(year, time.Month(month), 15, 12, 0, 0, 0, clock.Paris))
}

func tooLong(n, most int) string {
	return fmt.Sprintf("C'est trop long : %s caractères, il en faut %s au plus.", text.Number(n), text.Number(most))
}

// checkReply cleans the words of a reply and says what is wrong with them.
func checkReply(body string, wrong fault.Fields) string {
	body = text.Lines(body)
	switch n := text.Len(body); {
	case n < MinReply:
		wrong.Add(FieldReply, "Écrivez votre réponse.")
	case n > MaxReply:
		wrong.Add(FieldReply, tooLong(n, MaxReply))
	}
	return body
}
