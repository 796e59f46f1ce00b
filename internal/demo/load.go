package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
	report "partant/internal/minutes" // minutes are so many in this package
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/recommendation"
	"partant/internal/territory"
	"partant/internal/text"
)

// Demo puts the demonstration into a base and takes it out again.
type Demo struct {
	profiles  *profile.Service
	lists     profile.Lists
	territory *territory.Territory
	talk      *discussion.Service // nil: no discussions
	answers   *comment.Service
	posts     *post.Service
	said      *reaction.Service

	recommended *recommendation.Service // nil: none
	events      *event.Service
	clubs       *club.Service // nil: no rooms
	minutes     *report.Service
}

// New returns a Demo.
func New(profiles *profile.Service, lists profile.Lists, t *territory.Territory) *Demo {
	return &Demo{profiles: profiles, lists: lists, territory: t}
}

// Done is what a Load changed. Gone are pages that were erased, by an owner or a moment ago: they stay so.
type Done struct{ Added, Changed, Same, Gone int }

// space begins the source keys of everything that Load writes.
const space = "demo:"

// Load writes the demonstration and says after each page how far it is. Done twice it changes nothing; what owners have
// written meanwhile stays. Cut short, it goes on where it was when it is asked again.
func (d *Demo) Load(ctx context.Context, step func(done, total int)) (done Done, err error) {
	defer fault.Wrap(&err, "demo.Load")
	records, err := d.records()
	if err != nil {
		return done, err
	}
	known, err := d.known(ctx)
	if err != nil {
		return done, err
	}
	for i, r := range records {
		if err := ctx.Err(); err != nil {
			return done, err
		}
		changed, err := d.profiles.Import(ctx, r)
		if err != nil {
			return done, err
		}
		done.count(known[r.ID], changed)
		step(i+1, len(records))
	}
	return done, errors.Join(d.play(ctx), d.release(ctx), d.recommend(ctx), d.gather(ctx), d.meet(ctx), d.report(ctx))
}

func (d *Done) count(known, changed bool) {
	switch {
	case changed && !known:
		d.Added++
	case changed:
		d.Changed++
	case known:
		d.Same++
	default:
		d.Gone++
	}
}

// records are the fictional members and companies, then the real organisations: so these are the newest.
func (d *Demo) records() ([]profile.Record, error) {
	examples, members, err := Examples(d.territory.Region)
	if err != nil {
		return nil, err
	}
	organisations, err := Organisations()
	if err != nil {
		return nil, err
	}
	var records []profile.Record
	teams := map[string][]profile.Mate{}
	for _, m := range members {
		records = append(records, memberRecord(m))
		teams[m.Company] = append(teams[m.Company], profile.Mate{Person: pageID(m.Key), Role: profile.Shown, Title: m.Title})
	}
	for _, e := range examples {
		r := exampleRecord(e)
		r.Mates = teams[e.Key]
		records = append(records, r)
	}
	records = slices.Concat(append(records, officeRecord()), clubRecords(), hostRecords())
	for _, o := range organisations {
		records = append(records, organisationRecord(o))
	}
	return records, nil
}

func pageID(key string) string { return id.Named("demo", key) }

var exampleSource = profile.Source{Name: "Exemple fictif de la démonstration", Date: "2026", Licence: "Apache-2.0"}

func exampleRecord(e Example) profile.Record {
	source := exampleSource
	source.Key = space + e.Key
	return profile.Record{
		ID: pageID(e.Key), Example: true, Source: &source, Place: &profile.Place{Point: e.At, By: profile.AtCommune},
		Draft: profile.Draft{Kind: profile.Company, Name: e.Name, Pitch: e.Pitch, About: e.About, Activity: e.NAF, Commune: e.Commune,
			Postcode: e.Postcode, Phone: profile.Contact{Value: e.Phone}, Email: profile.Contact{Value: e.Email}, Web: e.Web, Hours: e.Hours,
			Size: e.Size, Founded: year(e.Founded), Tags: strings.Join(e.Tags, "\n"), Offers: strings.Join(e.Offers, "\n"), Seeks: strings.Join(e.Seeks, "\n")},
	}
}

func memberRecord(m Member) profile.Record {
	source := exampleSource
	source.Key = space + m.Key
	return profile.Record{
		ID: pageID(m.Key), Example: true, Source: &source, Place: &profile.Place{Point: m.At, By: profile.AtCommune},
		Draft: profile.Draft{Kind: profile.Person, Name: m.Name, Pitch: m.Pitch, About: m.About, Commune: m.Commune,
			Phone: profile.Contact{Value: m.Phone}, Email: profile.Contact{Value: m.Email}, Tags: strings.Join(m.Tags, "\n"),
			Offers: strings.Join(m.Offers, "\n"), Seeks: strings.Join(m.Seeks, "\n")},
	}
}

// spelledOut are abbreviations in names that people look for by their words.
var spelledOut = map[string]string{"CCI ": "chambre de commerce et d'industrie", "IAE ": "institut d'administration des entreprises"}

// tags are the words to find it by: what it is, and its abbreviation spelled out.
func (o Organisation) tags() string {
	tags := o.Category
	for short, long := range spelledOut {
		if strings.HasPrefix(o.Name, short) {
			tags += ", " + long
		}
	}
	return tags
}

// organisationRecord publishes what the data says and nothing else.
func organisationRecord(o Organisation) profile.Record {
	d := profile.Draft{Kind: profile.Kind(o.Kind), Name: o.Name, Activity: o.NAF, Street: o.Street, Postcode: o.Postcode, Commune: o.Commune,
		Phone: profile.Contact{Value: o.Phone}, Email: profile.Contact{Value: o.Email}, Web: o.Web, Hours: o.Hours, Size: o.Size,
		Founded: year(o.Founded), SIRET: o.SIRET, Tags: o.tags()}
	if o.SIRET == "" {
		d.SIRET = o.SIREN
	}
	if text.Len(o.Facts) <= profile.MaxPitch {
		d.Pitch = o.Facts
	} else {
		d.About = o.Facts
	}
	r := profile.Record{ID: pageID(o.Key), Draft: d,
		Source: &profile.Source{Key: space + o.Key, Name: o.Source.Name, Date: o.Source.Date, Licence: o.Source.Licence}}
	if o.At != nil {
		r.Place = &profile.Place{Point: *o.At, By: profile.BySource}
	}
	return r
}

func year(y int) string {
	if y == 0 {
		return ""
	}
	return fmt.Sprint(y)
}

// known are the ids of the pages that Load has written before.
func (d *Demo) known(ctx context.Context) (map[string]bool, error) {
	ids := map[string]bool{}
	err := d.each(ctx, func(p *profile.Profile) error { ids[p.ID] = true; return nil })
	return ids, err
}

// Remove takes the demonstration away and returns how many pages went. Pages that somebody owns by now stay.
func (d *Demo) Remove(ctx context.Context) (removed int, err error) {
	defer fault.Wrap(&err, "demo.Remove")
	if err := errors.Join(d.takeDown(ctx), d.fall(ctx), d.recall(ctx), d.forget(ctx), d.disperse(ctx)); err != nil {
		return 0, err
	}
	err = d.each(ctx, func(p *profile.Profile) error {
		err := d.profiles.Withdraw(ctx, p.ID)
		switch {
		case err == nil:
			removed++
		case errors.Is(err, fault.Forbidden):
			return nil
		}
		return err
	})
	return removed, err
}

// each does something to every page of the demonstration.
func (d *Demo) each(ctx context.Context, do func(*profile.Profile) error) error {
	read := func(req page.Req) (page.Of[profile.Profile], error) { return d.lists.OfSource(ctx, space, req) }
	for p, err := range page.All(page.MaxLimit, read) {
		if err == nil {
			err = do(&p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Sources are the open data that the demonstration holds, each once, under the licence it came with, with the date of its
// newest data.
func Sources() []Source {
	organisations, err := Organisations()
	if err != nil {
		return nil // Load says what is wrong
	}
	var sources []Source
	for _, o := range organisations {
		for _, s := range o.Source.apart() {
			if i := slices.IndexFunc(sources, func(known Source) bool { return known.Name == s.Name }); i >= 0 {
				sources[i].Date = max(sources[i].Date, s.Date)
			} else if s.Licence != "" { // a list of ours is no open data of others
				sources = append(sources, s)
			}
		}
	}
	return sources
}
