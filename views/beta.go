package views

import (
	"partant/internal/comment"
	"partant/internal/post"
)

// Project is what the page of a version tells of its project.
type Project struct {
	Version  string
	Versions []Version // the last first
	Reviews  []ReviewCount
	Filter   string   // what is shown alone: « Ce qui gêne »; empty: all
	Found    []Answer // what says it, of all versions
	Whole    string   // local path that shows all again
	Pace     post.Pace
	Next     string // local path of the form of the version that follows; empty: not for who reads
}

// Version is one version of a project in the line of them.
type Version struct {
	Slug    string
	Version string
	Called  string
	At      string // « 8 janvier 2008 »
	Here    bool   // it is the one that is read
	Settles []Link // the criticisms that it answers
}

// ReviewCount is how many say one thing of a project, with the way to read them alone.
type ReviewCount struct {
	Text  string
	Count int
	Most  bool // there may be more
	URL   string
	On    bool
}

// AspectWord is what pages call an aspect.
func AspectWord(a comment.Aspect) string {
	switch a {
	case comment.Works:
		return "Ce qui marche"
	case comment.Hinders:
		return "Ce qui gêne"
	case comment.Proposes:
		return "Je propose"
	}
	return ""
}

// aspectMark is the icon beside the word.
func aspectMark(a comment.Aspect) string {
	switch a {
	case comment.Works:
		return "check"
	case comment.Hinders:
		return "circle-alert"
	}
	return "pencil"
}

// count is « 12 », or « 300 et plus ».
func (r ReviewCount) count() string {
	if r.Most {
		return Number(r.Count) + " et plus"
	}
	return Number(r.Count)
}

// DaysAfter is how long it took, in words.
func DaysAfter(days int) string {
	if days == 0 {
		return "le jour même"
	}
	return Plural(days, "jour", "jours") + " après"
}

// paceWords tell how soon a project answers its critics.
func paceWords(p post.Pace) string {
	all := p.Settled + p.Open
	switch {
	case all == 0:
		return "Personne n'a encore rien critiqué ni proposé."
	case p.Settled == 0:
		return Plural(all, "critique ou proposition attend", "critiques et propositions attendent") + " une réponse dans une version à venir."
	}
	if p.Settled == 1 {
		return "1 critique ou proposition sur " + Number(all) + " a sa réponse dans une version, " + DaysAfter(p.Total) + "."
	}
	half := "le jour même"
	if p.Median > 0 {
		half = "en " + Plural(p.Median, "jour", "jours") + " ou moins"
	}
	return Number(p.Settled) + " critiques et propositions sur " + Number(all) + " ont leur réponse dans une version. La moitié est venue " + half + " ; en tout, " + Plural(p.Total, "jour", "jours") + " d'attente."
}

// Criticism is what the form of a version offers to answer.
type Criticism struct {
	ID     string
	Words  string // how it begins
	Aspect string
	By     string
	At     string
	On     bool // this version answers it
}

// FollowedVersion is the version that a new one follows.
type FollowedVersion struct {
	Slug, Called, Version string
}
