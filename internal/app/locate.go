package app

import (
	"context"

	"partant/internal/clock"
	"partant/internal/config"
	"partant/internal/geo"
	"partant/internal/geocode"
	"partant/internal/locate"
	"partant/internal/region"
)

// openLocator puts together who places pages at their address, if a service is named.
func (a *App) openLocator(now clock.Clock) (err error) {
	var geocoder locate.Geocoder
	if a.cfg.Geocoder != "" {
		if a.geocoder, err = geocode.New(geocode.Config{URL: a.cfg.Geocoder, Site: a.Base.String()}); err != nil {
			return err
		}
		geocoder = a.geocoder
		a.Profiles.PlaceAddresses()
	}
	a.Locator = locate.New(a.stores.profiles, a.Profiles, a.Territory, geocoder, now, a.log)
	return nil
}

// mapEvents has events stand on the map.
func (a *App) mapEvents() {
	a.Events.Mapped(a.townAt, a.geocoder != nil)
	a.Locator.Meeting(a.stores.events.DueEvents, a.Events)
}

// townAt is the event.Towns that asks the territory.
func (a *App) townAt(commune string) (geo.Point, bool) {
	town, ok := a.Territory.Town(commune)
	return town.Point, ok
}

// wakeForPages tells all who work for pages that one has changed.
func (a *App) wakeForPages() {
	a.Catalog.Wake()
	a.Said.Wake()
	a.Locator.Wake()
	a.Retractor.Wake()
}

// examineGeocoder asks for the largest commune by its name. The site works without an answer.
func examineGeocoder(ctx context.Context, cfg config.Config) []Finding {
	if cfg.Geocoder == "" {
		return nil
	}
	r, err := region.Open(cfg.Region)
	if err != nil || len(r.Communes) == 0 {
		return nil // said elsewhere
	}
	client, err := geocode.New(geocode.Config{URL: cfg.Geocoder, Site: cfg.BaseURL})
	if err != nil {
		return []Finding{bad("%s", plain(err))}
	}
	defer client.Close()
	town := r.Communes[0]
	for _, c := range r.Communes {
		if c.Population > town.Population {
			town = c
		}
	}
	answer, err := client.Geocode(ctx, locate.Question{Address: town.Name, Commune: town.INSEE})
	switch {
	case err != nil:
		return []Finding{advice("The service of addresses at %s does not answer as it should (%s): until it does, pages stay at their commune or where their owner shows.",
			address(cfg.Geocoder), plain(err))}
	case answer.Commune != town.INSEE:
		return []Finding{advice("The service of addresses at %s places %s in the commune %q, not %q: is it the Base adresse nationale?", address(cfg.Geocoder), town.Name, answer.Commune, town.INSEE)}
	}
	return []Finding{well("The service of addresses at %s answers.", address(cfg.Geocoder))}
}
