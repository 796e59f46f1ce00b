package comment

import (
	"context"
	"slices"

	"partant/internal/fault"
)

// Aspect is what an answer says of a project that is shown before it is finished.
type Aspect string

// The aspects, in the order in which they are asked for.
const (
	Works    Aspect = "marche"  // ce qui marche
	Hinders  Aspect = "gene"    // ce qui gêne
	Proposes Aspect = "propose" // je propose
)

// Aspects are all of them.
func Aspects() []Aspect { return []Aspect{Works, Hinders, Proposes} }

// Is reports whether a is one of the aspects.
func (a Aspect) Is() bool { return slices.Contains(Aspects(), a) }

// Criticises reports whether a later version may answer a: praise waits for nothing.
func (a Aspect) Criticises() bool { return a == Hinders || a == Proposes }

// Review is what an answer below a version of a project is for that project.
type Review struct {
	Line   string `json:"line"` // the project: all its versions have the same
	Aspect Aspect `json:"aspect"`
}

// FieldAspect is the form field of an aspect, a key of fault.Fields.
const FieldAspect = "avis"

// Projects tells which project a target shows a version of; empty when it shows none.
type Projects func(ctx context.Context, t Target) (line string, err error)

// Reviewing has what is answered to the version of a project, itself and not another answer, say which aspect it is.
func (s *Service) Reviewing(p Projects) *Service {
	s.projects = p
	return s
}

// review notes the aspect of what answers a version of a project.
func (s *Service) review(ctx context.Context, c *Comment, said Aspect, wrong fault.Fields) error {
	if s.projects == nil || c.Parent != "" {
		return nil
	}
	line, err := s.projects(ctx, c.Target)
	if err != nil || line == "" {
		return err
	}
	if !said.Is() {
		wrong.Add(FieldAspect, "Dites d'abord si c'est ce qui marche, ce qui gêne, ou une proposition.")
		return nil
	}
	c.Review = &Review{line, said}
	return nil
}

// CheckAspect returns fault.Fields when what answers something must say its aspect and does not; it writes nothing.
func (s *Service) CheckAspect(ctx context.Context, t Target, parent string, said Aspect) error {
	wrong := fault.Fields{}
	if err := s.review(ctx, &Comment{Target: t, Parent: parent}, said, wrong); err != nil {
		return err
	}
	return wrong.Err()
}

func ofReview(line string, a Aspect) string { return "projet:" + line + ":" + string(a) }

// MostReviews is how many reviews of one aspect are read at once.
const MostReviews = 300

// Reviews are those of a project that say one aspect, the last first, up to MostReviews.
func (s *Service) Reviews(ctx context.Context, line string, a Aspect) (all []Comment, err error) {
	for c, err := range s.concerning(ctx, ofReview(line, a)) {
		if err != nil {
			return nil, err
		}
		if all = append(all, c); len(all) == MostReviews {
			break
		}
	}
	return all, nil
}
