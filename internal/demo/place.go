package demo

import (
	"fmt"
	"math"
	"slices"

	"partant/internal/geo"
	"partant/internal/region"
)

// town is a commune that examples may stand in; the heavier, the more of them.
type town struct {
	insee, kind string
	weight      int
}

// places hands out communes, so that each gets its share and no trade stands twice in one.
type places struct {
	region *region.Region
	towns  []town
	given  map[string]int             // by commune
	trades map[string]map[string]bool // communes each trade stands in
}

func newPlaces(r *region.Region, towns []town) (*places, error) {
	for _, t := range towns {
		if c, ok := r.Commune(t.insee); !ok || len(c.Postcodes) == 0 || t.weight < 1 {
			return nil, fmt.Errorf("the examples are at home in the Loiret: no commune %s in %s", t.insee, r.Name)
		}
	}
	return &places{region: r, towns: towns, given: map[string]int{}, trades: map[string]map[string]bool{}}, nil
}

// pick gives a company its commune: the one its line names, else the one that is most behind its share.
func (p *places) pick(t trade, c company) (region.Commune, error) {
	insee := c.commune
	if insee == "" {
		insee = p.mostBehind(t.place, c.trade)
	}
	at, ok := p.region.Commune(insee)
	if !ok || len(at.Postcodes) == 0 {
		return at, fmt.Errorf("example %s: no commune %q", c.name, insee)
	}
	p.given[insee]++
	if p.trades[c.trade] == nil {
		p.trades[c.trade] = map[string]bool{}
	}
	p.trades[c.trade][insee] = true
	return at, nil
}

func (p *places) mostBehind(kind, tradeName string) string {
	best, least := "", math.Inf(1)
	for _, t := range p.towns {
		if !fits(kind, t.kind) || p.trades[tradeName][t.insee] {
			continue
		}
		if share := float64(p.given[t.insee]+1) / float64(t.weight); share < least {
			best, least = t.insee, share
		}
	}
	return best
}

// fits reports whether a trade that wants a kind of place may stand in a town of another.
func fits(wanted, is string) bool {
	return wanted == is || wanted == "any" || wanted == "campagne" && is == "bourg"
}

// around puts the i-th example within a kilometre of the point of its commune, on a spiral that leaves none on another.
func around(p geo.Point, i int) geo.Point {
	const golden = 2.399963229728653 // radians: no two neighbours of the spiral stand in line
	radius := 200 + 700*math.Sqrt(float64(i%60)/60)
	north, east := radius*math.Sin(float64(i)*golden), radius*math.Cos(float64(i)*golden)
	const metres = 111_195 // in a degree of latitude
	return geo.Point{
		Lat: math.Round((p.Lat+north/metres)*1e5) / 1e5,
		Lon: math.Round((p.Lon+east/metres/math.Cos(p.Lat*math.Pi/180))*1e5) / 1e5,
	}
}

// Communes returns the INSEE codes of the communes a list of examples stands in, sorted, each once.
func Communes(companies []Example) []string {
	var codes []string
	for _, c := range companies {
		codes = append(codes, c.Commune)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
