package app

import (
	"context"
	"errors"

	"partant/internal/clock"
	"partant/internal/contact"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// acquainted is the contact.People that asks accounts, profiles, distances and events.
type acquainted struct {
	*App
	profiles profile.Store
}

// Person implements contact.People.
func (p acquainted) Person(ctx context.Context, id string) (contact.Person, error) {
	a, err := p.stores.accounts.Get(ctx, id)
	if err == nil && (a.Suspended != nil || a.Leaves()) {
		err = fault.NotFound
	}
	if err != nil {
		return contact.Person{}, err
	}
	one := contact.Person{Account: id, Name: a.Name, Email: a.Email}
	if a.Person == "" {
		return one, nil
	}
	own, err := shownPage(ctx, p.profiles, a.Person)
	if errors.Is(err, fault.NotFound) {
		return one, nil
	}
	one.Name, one.Page, one.Phone = own.Name, own.ID, own.Phone.Value
	return one, err
}

// Apart implements contact.People. Who has no page of their own is blocked by nobody, and may block.
func (p acquainted) Apart(ctx context.Context, one, other string) (bool, error) {
	for mine, theirs := range map[string]string{one: other, other: one} {
		a, err := p.stores.accounts.Get(ctx, theirs)
		if err != nil || a.Person == "" {
			if err != nil && !errors.Is(err, fault.NotFound) {
				return false, err
			}
			continue
		}
		around, err := p.Distances.Around(ctx, viewer.Viewer{Account: mine})
		if err != nil || around.Shuts(a.Person) {
			return err == nil, err
		}
	}
	return false, nil
}

// Together implements contact.People.
func (p acquainted) Together(ctx context.Context, one, other string) (string, error) {
	return p.Events.Together(ctx, one, other)
}

// Phone implements contact.People.
func (acquainted) Phone(typed string) (number, wrong string) { return profile.ReadPhone(typed) }

// openContacts puts together what members give each other.
func (a *App) openContacts(now clock.Clock, profiles profile.Store) {
	a.Contacts = contact.New(a.stores.contacts, acquainted{a, profiles}, now, func() { a.Notifier.Wake() })
}
