package event

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// IntakeMost is how many events are made of a calendar at once.
const IntakeMost = 60

// Foreign is a meeting of another calendar, at one time.
type Foreign struct {
	UID        string // as its calendar names it
	Nth        string // which of its repetitions, as an instant, « 20270108T173000Z »; empty: it does not repeat
	Line       int    // of the file
	Start, End time.Time
	AllDay     bool
	Title      string
	Text       string // plain
	Place      string
	URL        string // anything
	Commune    string // INSEE code of where Place is; empty: nobody can tell
	Tags       []string
	Cancelled  bool
	Own        string // id of the event of this site that it was written from; empty: none
}

// Batch is for whom a calendar is taken in, and what stands where it says nothing.
type Batch struct {
	Voice   string // id of the page that announces
	Purpose string
	Place   string
	Commune string // INSEE code
	Later   bool   // make drafts
	Only    []string
}

// Fate is what becomes of a meeting of another calendar.
type Fate string

// The fates.
const (
	Fresh   Fate = "nouveau" // it becomes an event, or has just become one
	Known   Fate = "deja"    // it is one already: nothing is changed
	Refused Fate = "refuse"
	Skipped Fate = "passe" // it was not asked for, or does not take place
	Waits   Fate = "suite" // there are more than IntakeMost
)

// Found is a meeting of another calendar and what becomes of it.
type Found struct {
	Foreign
	Key   string // id of the event that it becomes or is: the same meeting has the same for ever
	Fate  Fate
	Why   string   // in French
	Notes []string // in French: what was made up
	Event Event    // once it is one
}

// Foresee says what becomes of the meetings of a calendar, and makes nothing. Errors: fault.SignedOut, fault.Forbidden.
func (s *Service) Foresee(ctx context.Context, v viewer.Viewer, b Batch, all []Foreign) (_ []Found, err error) {
	defer fault.Wrap(&err, "event.Foresee")
	return s.arrive(ctx, v, b, all, nil)
}

// TakeIn makes events of the meetings of a calendar, as Foresee says it: those of b.Only, when it names some. Each is written by itself, and
// none twice, whatever comes between: taken in again, what is there stays as it is. Errors: fault.SignedOut, fault.Forbidden; those of the
// store, and then some are there and the same calendar brings the rest.
func (s *Service) TakeIn(ctx context.Context, v viewer.Viewer, b Batch, all []Foreign) (_ []Found, err error) {
	defer fault.Wrap(&err, "event.TakeIn")
	return s.arrive(ctx, v, b, all, s.Announce)
}

func (s *Service) arrive(ctx context.Context, v viewer.Viewer, b Batch, all []Foreign, announce func(context.Context, viewer.Viewer, Draft) (Event, error)) ([]Found, error) {
	if _, err := s.authors.Author(ctx, v, b.Voice); err != nil {
		return nil, err
	}
	found, made, seen := make([]Found, 0, len(all)), 0, map[string]bool{}
	for _, f := range all {
		a, d, err := s.meets(ctx, b, f, seen)
		if err == nil && a.Fate == Fresh {
			if made++; made > IntakeMost {
				a.Fate, a.Why = Waits, "Il y en a plus de "+strconv.Itoa(IntakeMost)+" : importez ensuite le même calendrier, rien ne viendra deux fois."
			} else if announce != nil {
				err = a.become(announce(ctx, v, d))
			}
		}
		if err != nil {
			return found, err
		}
		found = append(found, a)
	}
	return found, nil
}

// become notes the event that was made of a.
func (a *Found) become(e Event, err error) error {
	var wrong fault.Fields
	switch {
	case errors.As(err, &wrong):
		a.Fate, a.Why = Refused, whyNot(wrong)
	case errors.Is(err, fault.Conflict), errors.Is(err, fault.Gone): // somebody else took the same calendar in at the same instant
		a.Fate, a.Why = Known, "Il est déjà là."
	default:
		a.Event = e
		return err
	}
	return nil
}

// meets says what becomes of one meeting, and which draft it makes. Seen are the keys that came before it.
func (s *Service) meets(ctx context.Context, b Batch, f Foreign, seen map[string]bool) (a Found, d Draft, err error) {
	a = Found{Foreign: f}
	var is bool
	if a.Key, a.Event, is, err = s.stands(ctx, b.Voice, f); err != nil {
		return a, d, err
	}
	d, a.Notes = f.draft(b)
	d.Key = a.Key
	switch {
	case seen[a.Key]:
		a.Fate, a.Why = Skipped, "Il vient deux fois dans le calendrier."
	case is:
		a.Fate, a.Why = Known, f.otherwise(&a.Event, d)
	case f.Cancelled:
		a.Fate, a.Why = Skipped, "Le calendrier le dit annulé."
	case len(b.Only) > 0 && !slices.Contains(b.Only, a.Key):
		a.Fate, a.Why = Skipped, "Vous ne l'avez pas choisi."
	default:
		a.Fate = Fresh
		var wrong fault.Fields
		if _, err = s.Check(ctx, d, Event{}); errors.As(err, &wrong) {
			a.Fate, a.Why, err = Refused, whyNot(wrong), nil
		}
	}
	seen[a.Key] = true
	return a, d, err
}

// generations is how often a meeting may be taken in again after its event was deleted.
const generations = 9

// stands finds the event that a meeting became, or the id of the one that it would become: one that was deleted may come back.
func (s *Service) stands(ctx context.Context, voice string, f Foreign) (key string, e Event, is bool, err error) {
	if id.Valid(f.Own) {
		if e, err = s.store.Event(ctx, f.Own); err == nil {
			return f.Own, e, true, nil
		}
	}
	for n := range generations {
		key = id.Named("calendrier", strings.Join([]string{voice, f.UID, f.day(), strconv.Itoa(n)}, "\x00"))
		e, err = s.store.Event(ctx, key)
		switch {
		case errors.Is(err, fault.NotFound):
			return key, Event{}, false, nil
		case err != nil || !e.IsDeleted():
			return key, e, err == nil, err
		}
	}
	return key, e, true, nil
}

// day is the day of a repetition: what is held at half past eight and then at nine is the same breakfast. Nothing repeats twice a day.
func (f Foreign) day() string {
	at, err := time.Parse("20060102T150405Z", f.Nth)
	if err != nil {
		return f.Nth
	}
	return at.In(clock.Paris).Format(time.DateOnly)
}

// draft is the form that a meeting fills, and what was made up to fill it.
func (f Foreign) draft(b Batch) (d Draft, notes []string) {
	d = Draft{Voice: b.Voice, Later: b.Later, Title: text.Cut(text.Line(f.Title), MaxTitle), Place: text.Cut(text.Line(f.Place), MaxWords), Commune: f.Commune}
	end := f.End
	switch {
	case f.AllDay:
		end = end.Add(-time.Minute)
		notes = append(notes, "Toute la journée : précisez l'heure si elle compte.")
	case !end.After(f.Start):
		end = f.Start.Add(time.Hour)
		notes = append(notes, "Le calendrier ne dit pas quand il finit : une heure est comptée.")
	}
	d.Day, d.Hour, d.Which = momentAt(f.Start.Truncate(time.Minute)).typed()
	d.EndDay, d.EndHour, d.EndWhich = momentAt(end.Truncate(time.Minute)).typed()
	if isHTTPS(d.Place) {
		d.Online, d.Place = d.Place, ""
	}
	if d.Place == "" && d.Online == "" {
		d.Place, d.Commune = b.Place, b.Commune
	} else if d.Commune == "" && d.Place != "" {
		d.Commune = b.Commune
	}
	d.Purpose, d.Body = f.words(b.Purpose)
	var tags []string
	for _, t := range f.Tags {
		if t = strings.ReplaceAll(text.Line(t), ",", " "); len(tags) < MaxTags && text.Len(t) <= MaxTag {
			tags = append(tags, t)
		}
	}
	d.Tags = strings.Join(tags, ", ")
	return d, notes
}

// words is what a meeting is for, and the rest of what its calendar says.
func (f Foreign) words(usual string) (purpose, body string) {
	said := text.Lines(f.Text)
	if purpose = said; said == "" {
		purpose = text.Lines(usual)
	}
	if text.Len(said) > MaxWords {
		first, _, _ := strings.Cut(said, "\n")
		purpose, body = text.Cut(first, MaxWords/2), text.Cut(asIs.Replace(said), MaxBody-MaxURL-2)
	}
	if u, err := url.Parse(f.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(f.URL) <= MaxURL && !strings.Contains(said, f.URL) {
		body = strings.TrimSpace(body + "\n\n" + u.String())
	}
	return purpose, body
}

// asIs writes plain words so that Markdown leaves them as they are, lists apart.
var asIs = strings.NewReplacer(`\`, `\\`, "`", "\\`", "<", `\<`, "[", `\[`, "_", `\_`, "\n#", "\n\\#", "\n>", "\n\\>")

// otherwise says what a calendar says of an event that is there already, when that differs.
func (f Foreign) otherwise(e *Event, d Draft) string {
	start, _ := When(d.Day, d.Hour, d.Which, FieldHour)
	switch {
	case e.IsDeleted():
		return "Vous l'avez supprimé plusieurs fois : annoncez-le à la main."
	case f.Cancelled && !e.IsCancelled():
		return "Il est déjà là. Le calendrier le dit annulé : annulez-le ici si c'est vrai."
	case !f.Cancelled && !e.IsCancelled() && !start.At.Equal(e.Start.At):
		return "Il est déjà là. Le calendrier lui donne une autre heure : modifiez-le ici si c'est la bonne."
	}
	return "Il est déjà là."
}

// whyNot says why a meeting makes no event. What the form of the calendar can fill in for all is asked for there.
func whyNot(wrong fault.Fields) string {
	for _, one := range []struct{ field, say string }{{FieldPurpose, "Le calendrier ne dit pas pour quoi l'on se retrouve : dites-le dans le formulaire, pour tous."},
		{FieldPlace, "Le calendrier ne dit pas où : donnez un lieu dans le formulaire."}, {FieldCommune, "La commune ne se lit pas dans le lieu : choisissez-la dans le formulaire."}} {
		if wrong[one.field] != "" {
			return one.say
		}
	}
	for _, field := range []string{FieldTitle, FieldHour, FieldEndHour, FieldOnline, FieldBody, FieldTags} {
		if wrong[field] != "" {
			return wrong[field]
		}
	}
	return "Il ne peut pas être annoncé ainsi."
}
