package app

import (
	"partant/internal/clock"
	"partant/internal/courier"
	"partant/internal/outside"
	"partant/internal/relay"
	"partant/internal/webhook"
)

// openRelay puts together who tells the programs of pages what becomes of their events.
func (a *App) openRelay(lab outside.Lab, now clock.Clock) {
	a.Webhooks = webhook.New(a.stores.webhooks, a.Profiles, courier.New(a.Base, lab), func(of string) string { return a.Trap.Seal(of) }, now, func() { a.Notifier.Wake() })
	a.Relay = relay.New(a.stores.events, a.Events, a.stores.profiles, a.Webhooks, a.Base, now)
	a.Webhooks.Of(a.Relay)
}
