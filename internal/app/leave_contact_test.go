package app_test

import "partant/internal/contact"

// contacts are what the one who leaves exchanged with another, and offered to a third.
func (l *life) contacts() {
	l.t.Helper()
	ctx := l.t.Context()
	l.ok(l.Contacts.Renew(ctx, l.me.Viewer()))
	l.ok(l.Contacts.Renew(ctx, l.other.Viewer()))
	mine, err := l.Contacts.MyCode(ctx, l.me.Viewer())
	l.ok(err)
	e, err := l.Contacts.Offer(ctx, l.third.Viewer(), mine.Word, contact.Gift{})
	l.ok(err)
	_, err = l.Contacts.Answer(ctx, l.me.Viewer(), e.ID, true, contact.Gift{Page: true, Email: true, Phone: "0612345678"})
	l.ok(err)
	l.ok(l.Contacts.Note(ctx, l.me.Viewer(), e.ID, "Vue à l'atelier"))
	l.ok(l.Contacts.Note(ctx, l.third.Viewer(), e.ID, "Le tailleur de pierre"))
	theirs, err := l.Contacts.MyCode(ctx, l.other.Viewer())
	l.ok(err)
	_, err = l.Contacts.Offer(ctx, l.me.Viewer(), theirs.Word, contact.Gift{Email: true})
	l.ok(err)
}
