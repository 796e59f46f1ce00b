package profile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Verified says how and when it was shown that a page is held by those who may hold it. Making a page shows nothing.
type Verified struct {
	Means string    `json:"means"`        // see package claim
	Of    string    `json:"of,omitempty"` // what it was shown with: the host of the site, the name of who vouches
	At    time.Time `json:"at"`
}

// Entry is somebody who enters the team of a page.
type Entry struct {
	ID       string    // the same entry is made once, however often it is tried
	Mate     Mate      // with an account
	Verified *Verified // nil: it shows nothing about the page
	Claim    bool      // only where nobody owns the page, or the mate does already
	Replace  bool      // those who owned the page are no longer of its team
}

// entriesKept is how many entries a page remembers: a retry comes within the hour.
const entriesKept = 40

// ErrLastOwner is the fault.Conflict of a page that would be left without owner.
var ErrLastOwner = fmt.Errorf("the last owner: %w", fault.Conflict)

// Join lets somebody into the team of a page. Whoever is there already keeps the wider role of the two. It asks no leave:
// package claim has given it. Errors: fault.Conflict when somebody else owns a page that is claimed; fault.NotFound.
func (s *Service) Join(ctx context.Context, pageID string, e Entry) (_ Profile, err error) {
	defer fault.Wrap(&err, "profile.Join(%s)", pageID)
	return s.changeTeam(ctx, pageID, func(p *Profile) error { return p.enter(e) })
}

func (p *Profile) enter(e Entry) error {
	if slices.Contains(p.Entries, e.ID) {
		return nil
	}
	others := func(m Mate) bool { return m.owns() && m.Account != e.Mate.Account }
	if e.Claim && !p.onTeam(viewer.Viewer{Account: e.Mate.Account}, Owner) && slices.ContainsFunc(p.Team, others) {
		return fault.Conflict
	}
	if e.Replace {
		p.Team, p.Doubt = slices.DeleteFunc(slices.Clone(p.Team), others), nil
	}
	p.admit(e.Mate)
	if e.Verified != nil {
		v := *e.Verified
		p.Verified, p.Doubt = &v, nil
	}
	p.Entries = append(slices.Clone(p.Entries), e.ID)
	p.Entries = p.Entries[max(0, len(p.Entries)-entriesKept):]
	return nil
}

// admit adds a mate, or widens what one may do who is there.
func (p *Profile) admit(m Mate) {
	p.Team = slices.Clone(p.Team)
	i := slices.IndexFunc(p.Team, func(o Mate) bool { return o.Account == m.Account })
	if i < 0 {
		i = slices.IndexFunc(p.Team, func(o Mate) bool { return o.Account == "" && o.Person != "" && o.Person == m.Person })
	}
	if i < 0 {
		p.Team = append(p.Team, m)
		return
	}
	was := &p.Team[i]
	was.Account = m.Account
	if slices.Index(Roles, m.Role) < slices.Index(Roles, was.Role) {
		was.Role = m.Role
	}
	if was.Title == "" {
		was.Title = m.Title
	}
}

// Key names a mate in forms without telling whose account it is.
func (m Mate) Key() string { return id.Named("mate", m.Account+"\x00"+m.Person) }

func (m Mate) owns() bool { return m.Account != "" && m.Role == Owner }

// Names reports whether p shows a person in its team, by the page of their own.
func (p *Profile) Names(person string) bool {
	return person != "" && slices.ContainsFunc(p.Team, func(m Mate) bool { return m.Person == person })
}

// IsMate reports whether v is of the team of p.
func (p *Profile) IsMate(v viewer.Viewer) bool { return v.SignedIn() && p.onTeam(v) }

// CanRead reports whether v may read the figures of p: who is only shown on it may not.
func (p *Profile) CanRead(v viewer.Viewer) bool {
	return v.SignedIn() && (v.Moderates() || p.onTeam(v, Owner, Editor, Reader))
}

// RoleOf is what an account is in the team of p; empty when it is not of it.
func (p *Profile) RoleOf(account string) Role {
	i := slices.IndexFunc(p.Team, func(m Mate) bool { return m.Account != "" && m.Account == account })
	if i < 0 {
		return ""
	}
	return p.Team[i].Role
}

// Owns reports whether v is an owner of p.
func (p *Profile) Owns(v viewer.Viewer) bool { return v.SignedIn() && p.onTeam(v, Owner) }

// CanManage reports whether v may say who is of the team, and as what.
func (p *Profile) CanManage(v viewer.Viewer) bool { return p.Owns(v) || v.Moderates() }

// Mate returns the member of the team with a key.
func (p *Profile) Mate(key string) (Mate, bool) {
	i := slices.IndexFunc(p.Team, func(m Mate) bool { return m.Key() == key })
	if i < 0 {
		return Mate{}, false
	}
	return p.Team[i], true
}

// SetRole changes what somebody of the team may do. Ownership is not given so: it is offered, and taken.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid; ErrLastOwner.
func (s *Service) SetRole(ctx context.Context, v viewer.Viewer, pageID, key string, role Role) (err error) {
	defer fault.Wrap(&err, "profile.SetRole(%s)", pageID)
	if !slices.Contains(Roles[1:], role) {
		return fault.Invalid
	}
	return s.manage(ctx, v, pageID, key, func(p *Profile, i int) error {
		if !p.CanManage(v) {
			return fault.Forbidden
		}
		p.Team[i].Role = role
		return nil
	})
}

// Dismiss takes somebody off the team. Everybody may take themselves off.
// Errors: fault.Forbidden; fault.NotFound; ErrLastOwner.
func (s *Service) Dismiss(ctx context.Context, v viewer.Viewer, pageID, key string) (err error) {
	defer fault.Wrap(&err, "profile.Dismiss(%s)", pageID)
	return s.manage(ctx, v, pageID, key, func(p *Profile, i int) error {
		p.Team = slices.Delete(p.Team, i, i+1)
		return nil
	})
}

// manage changes one mate, whom v is or may manage. A page without owner is left only by a moderator who acts on others; it is then nobody's, and
// no longer verified.
func (s *Service) manage(ctx context.Context, v viewer.Viewer, pageID, key string, change func(p *Profile, i int) error) error {
	_, err := s.changeTeam(ctx, pageID, func(p *Profile) error {
		p.Team = slices.Clone(p.Team)
		i := slices.IndexFunc(p.Team, func(m Mate) bool { return m.Key() == key })
		if i < 0 {
			return fault.NotFound
		}
		own, had := v.SignedIn() && p.Team[i].Account == v.Account, p.Claimed()
		if !own && !p.CanManage(v) {
			return fault.Forbidden
		}
		if err := change(p, i); err != nil || !had || p.Claimed() {
			return err
		}
		if own || !v.Moderates() {
			return ErrLastOwner
		}
		p.Verified, p.Doubt = nil, nil
		return nil
	})
	return err
}

// Introduce says how v appears on the page: with which title, or not at all.
// Errors: fault.Fields; fault.Forbidden for somebody who is not of the team.
func (s *Service) Introduce(ctx context.Context, v viewer.Viewer, pageID, title string, shown bool) (err error) {
	defer fault.Wrap(&err, "profile.Introduce(%s)", pageID)
	title, wrong := text.Line(title), fault.Fields{}
	limit(title, MaxTag, FieldTitle, func(f Field, message string) { wrong.Add(string(f), message) })
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err = s.changeTeam(ctx, pageID, func(p *Profile) error {
		p.Team = slices.Clone(p.Team)
		i := slices.IndexFunc(p.Team, func(m Mate) bool { return m.Account != "" && m.Account == v.Account })
		if i < 0 {
			return fault.Forbidden
		}
		p.Team[i].Title, p.Team[i].Person = title, ""
		if shown {
			p.Team[i].Person = v.Person
		}
		return nil
	})
	return err
}

func (s *Service) changeTeam(ctx context.Context, pageID string, change func(*Profile) error) (Profile, error) {
	p, err := s.store.Update(ctx, pageID, func(p *Profile) error {
		if err := change(p); err != nil {
			return err
		}
		s.touch(p)
		return nil
	})
	if err == nil {
		s.wake()
	}
	return p, err
}

// Registered reports whether the word of a page on a field is that of its open data, and nobody's who could have
// written it to prove something by it.
func (p *Profile) Registered(f Field) bool { return p.Source != nil && !slices.Contains(p.Owned, f) }

// Doubt is the mark of a page that was made another, and what it was: made that again, it has its mark again.
type Doubt struct {
	Verified Verified `json:"verified"`
	Name     string   `json:"name"` // folded
	Kind     Kind     `json:"kind"`
	SIREN    string   `json:"siren,omitempty"`
}

// fits reports whether p is what the mark was given to.
func (d *Doubt) fits(p *Profile) bool {
	return text.Fold(p.Name) == d.Name && p.Kind == d.Kind && p.SIREN == d.SIREN
}

// doubt takes the mark off a page that its team made into another, since what was shown was shown of the one before, and
// gives it back to a page that is made again what it was. It reports whether the mark went.
func (p *Profile) doubt(was *Profile, v viewer.Viewer) (lost bool) {
	if p.Doubt != nil && p.Doubt.fits(p) {
		v := p.Doubt.Verified
		p.Verified, p.Doubt = &v, nil
		return false
	}
	d := Doubt{Name: text.Fold(was.Name), Kind: was.Kind, SIREN: was.SIREN}
	if p.Verified == nil || v.Moderates() || d.fits(p) {
		return false
	}
	d.Verified = *p.Verified
	p.Verified, p.Doubt = nil, &d
	return true
}
