package post

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
)

// Beta is what a publication tells of a project that is shown before it is finished.
type Beta struct {
	Version string   `json:"version"`           // as its author calls it: « 0.3 »; no two of a line are alike
	Line    string   `json:"line"`              // the project: id of the publication of its first version
	Settles []string `json:"settles,omitempty"` // ids of the criticisms that this version answers
}

// FieldVersion is the field of the version, FieldFormer and FieldSettles those of the version that it follows and of the
// criticisms that it answers.
const (
	FieldVersion = "numero"
	FieldFormer  = "suite_de"
	FieldSettles = "repond_a"
)

// MaxVersion bounds a version, in characters; MaxSettles how many criticisms one version answers.
const (
	MaxVersion = 20
	MaxSettles = 300
)

// Line is the project that p shows a version of; empty when it shows none.
func (p *Post) Line() string {
	if p.Beta == nil {
		return ""
	}
	return p.Beta.Line
}

// OfLine names the source of all versions of a project.
func OfLine(line string) string { return "projet:" + line }

// VersionKey is the name that one version of a project has alone; empty when p shows none.
func (p *Post) VersionKey() string {
	if p.Beta == nil {
		return ""
	}
	return "version:" + p.Beta.Line + ":" + text.Fold(p.Beta.Version)
}

// versionTaken is what is said of a version that is there already.
func versionTaken() fault.Fields {
	return fault.Fields{FieldVersion: "Ce projet a déjà une version de ce numéro : donnez-en un autre."}
}

// project fills in what d says of a project. What was published as a version stays one.
func (d Draft) project(p *Post, wrong fault.Fields) {
	version := text.Line(d.Version)
	limit(wrong, FieldVersion, version, MaxVersion)
	if version == "" {
		if p.Beta != nil && (!p.Draft || p.Beta.Line != p.ID) {
			wrong.Add(FieldVersion, "Donnez un numéro à cette version, par exemple 0.4.")
			return
		}
		p.Beta = nil
		return
	}
	if p.Title == "" {
		wrong.Add(FieldTitle, "Dites comment s'appelle votre projet.")
	}
	b := Beta{Version: version, Line: p.ID, Settles: d.settles()}
	if p.Beta != nil {
		b.Line = p.Beta.Line
	}
	p.Beta = &b
}

// settles are the criticisms that a form ticks, each once.
func (d Draft) settles() (all []string) {
	for _, one := range d.Settles {
		if id.Valid(one) && len(all) < MaxSettles && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// follow puts p into the line of the version that it follows, which must be of the same page.
func (s *Service) follow(ctx context.Context, d Draft, p *Post) error {
	if d.Former == "" {
		return nil
	}
	former, err := s.store.PostBySlug(ctx, d.Former)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	if err != nil || former.Beta == nil || former.Draft || former.Unseen() != nil || former.By.Page != p.By.Page {
		return fault.Fields{FieldVersion: "La version que celle-ci devait suivre n'est plus là, ou n'est pas de cette page."}
	}
	p.Beta = &Beta{Line: former.Beta.Line}
	return nil
}

// numbered refuses d when the project that it goes on with shows its version in another publication already.
func (s *Service) numbered(ctx context.Context, d Draft) error {
	if d.Former == "" {
		return nil
	}
	former, err := s.store.PostBySlug(ctx, d.Former)
	if errors.Is(err, fault.NotFound) || err == nil && former.Beta == nil {
		return nil // follow says so
	}
	if err != nil {
		return err
	}
	all, err := s.Versions(ctx, former.Beta.Line)
	if slices.ContainsFunc(all, func(p Post) bool {
		return p.ID != d.Key && text.Fold(p.Beta.Version) == text.Fold(text.Line(d.Version))
	}) {
		return versionTaken()
	}
	return err
}

// versionsMost is how many versions of a project are shown.
const versionsMost = page.MaxLimit

// Versions are those of a project that everybody sees, the last first.
func (s *Service) Versions(ctx context.Context, line string) ([]Post, error) {
	list, err := s.store.From(ctx, []string{OfLine(line)}, page.Req{Limit: versionsMost})
	return list.Items, err
}

// Criticism is what somebody said against a version of a project, or proposed.
type Criticism struct {
	ID string
	At time.Time
}

// Settled is how a criticism was answered.
type Settled struct {
	By   *Post // the version that answers it; nil: none does yet
	Days int   // that went by until then, by the calendar of here
}

// Pace tells how soon a project answers its critics.
type Pace struct {
	Settled, Open int
	Median, Total int // days, of what is settled
}

// Settle finds for each criticism the first version that answers it, and how soon they do.
func Settle(versions []Post, all []Criticism) (by map[string]Settled, pace Pace) {
	by = map[string]Settled{}
	var days []int
	for _, c := range all {
		v := settling(versions, c.ID)
		if v == nil {
			pace.Open++
			continue
		}
		one := Settled{v, daysBetween(c.At, v.Published)}
		by[c.ID], days = one, append(days, one.Days)
		pace.Total += one.Days
	}
	pace.Settled, pace.Median = len(days), median(days)
	return by, pace
}

// settling is the first version that answers a criticism; nil when none does.
func settling(versions []Post, criticism string) (first *Post) {
	for i := range versions {
		v := &versions[i]
		if v.Beta != nil && slices.Contains(v.Beta.Settles, criticism) && (first == nil || cmp.Or(v.Published.Compare(first.Published), cmp.Compare(v.ID, first.ID)) < 0) {
			first = v
		}
	}
	return first
}

// daysBetween counts the midnights of here between two instants; none when the second comes first.
func daysBetween(from, to time.Time) int {
	day := func(at time.Time) time.Time {
		y, m, d := at.In(clock.Paris).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return max(0, int(day(to).Sub(day(from))/(24*time.Hour)))
}

// median is the number of days that half of them do not pass; 0 of none.
func median(days []int) int {
	if len(days) == 0 {
		return 0
	}
	slices.Sort(days)
	return days[(len(days)-1)/2]
}

// OwesSettled is the debt of telling those who criticised that a version answers them: see package notify.
const OwesSettled = "critiques"

// settled are the criticisms that p answers.
func (p *Post) settled() []string {
	if p.Beta == nil {
		return nil
	}
	return p.Beta.Settles
}

// oweSettled owes the word to those whose criticisms p did not answer before. The debt has one id for ever: nobody is told twice.
func (p *Post) oweSettled(before []string, now time.Time) {
	if !p.Draft && p.Down == nil && slices.ContainsFunc(p.settled(), func(one string) bool { return !slices.Contains(before, one) }) {
		p.Owes.Drop(OwesSettled)
		p.Owes = append(p.Owes, debt.Debt{ID: id.Named("critiques", p.ID), Kind: OwesSettled, Due: now})
	}
}
