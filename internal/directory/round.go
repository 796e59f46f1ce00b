package directory

import (
	"context"

	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/viewer"
)

// Town is a commune that a text names, and what else the text says.
type Town struct {
	Slug string
	At   geo.Point
	Rest string // « boulangerie » of « boulangerie pithiviers »
	Has  bool   // somebody in the commune answers to the rest
}

// round reads the commune that a text names as a place, when no page that is asked for has all the words: « boulangerie pithiviers » is
// answered by the bakeries, the nearest to Pithiviers first, not by all bakeries and all of Pithiviers. ok is false
// when the text names no commune, or nobody has all of the rest.
func (s *Service) round(ctx context.Context, v viewer.Viewer, ask Ask, q search.Query) (found Found, ok bool, err error) {
	slug, rest, ok := s.names.TownIn(ask.Text)
	if !ok {
		return Found{}, false, nil
	}
	_, at, _ := s.names.CommuneCode(slug)
	q.Text, q.Near = rest, &search.Near{Center: at}
	if q.Sort == search.ByRelevance {
		q.Sort = search.ByDistance
	}
	result, err := s.index.Search(ctx, q)
	if err != nil || result.Total == 0 || result.Relaxed {
		return Found{}, false, notDown(err)
	}
	there := search.Query{Text: rest, Filter: q.Filter}
	there.Filter.Communes = []string{s.names.Name(search.Commune, slug)}
	in, err := s.index.Search(ctx, there)
	if err != nil {
		return Found{}, false, notDown(err)
	}
	found = Found{Total: result.Total, Facets: result.Facets, Town: &Town{Slug: slug, At: at, Rest: rest, Has: in.Total > 0}}
	found.Hits, err = s.hits(ctx, v, result.Hits, true)
	return found, true, err
}

// notDown passes over an index that went away: what it answered before still stands.
func notDown(err error) error {
	if search.Down(err) {
		return nil
	}
	return err
}
