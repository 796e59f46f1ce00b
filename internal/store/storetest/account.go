package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

// AccountStore is all that a driver offers for accounts.
type AccountStore interface{ account.Stores }

// Accounts runs the suite of the ports of accounts. open gives a fresh, empty store.
func Accounts(t *testing.T, open func(t *testing.T) AccountStore) {
	for name, check := range map[string]func(*testing.T, AccountStore){
		"InsertGet": accountInsertGet, "InsertZero": accountInsertZero, "InsertTaken": accountInsertTaken,
		"Missing": accountMissing, "Update": accountUpdate, "UpdateRefused": accountUpdateRefused,
		"UpdateParallel": accountUpdateParallel, "UpdateEmail": accountUpdateEmail, "Names": accountNames, "WithRole": accountWithRole, "Suspended": accountsSuspended,
		"Session": sessionRoundTrip, "SessionsOf": sessionsOf, "EndSession": sessionEnd,
		"Ticket": ticketOnce, "TicketTaken": ticketTaken, "TicketRace": ticketRace, "TicketUpdate": ticketUpdate, "TicketTries": ticketTries, "Sweep": sweep,
		"DueTickets": ticketsDue, "TakeDue": accountsDue, "TakeDueOfKind": accountsDueOfKind,
		"Remove": accountRemove, "EndTickets": ticketsEnd, "Strange": accountStrange,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullAccount leaves no field zero.
func fullAccount() account.Account {
	return account.Account{ID: id.New(), Rev: 1, Email: "Exemple@exemple.invalid", Name: "Claude Exemple", Slug: "claude-exemple", Terms: noon, TermsVersion: account.TermsVersion, Password: "$argon2id$v=19$m=19456,t=2,p=1$c2Vs$aGFzaA",
		Role: viewer.Admin, Person: "p-1", Step: account.StepFollow, Discreet: true, Agenda: "g-1",
		Failures: account.Failures{Count: 3, Last: noon}, Created: noon,
		Rung:      noon,
		Suspended: &account.Suspension{At: noon, By: "a-2", Ground: "Courrier indésirable", Reason: "Des lettres en nombre."},
		Totp:      &account.Totp{Secret: "JBSWY3DPEHPK3PXP", Last: 5, Since: noon}, Rescue: []string{"d1", "d2"}, Missed: account.Failures{Count: 1, Last: noon},
		Keys:     []account.Key{{ID: id.New(), Data: `{"a":1}`, Label: "Téléphone", Created: noon, Used: noon}},
		Programs: []account.Program{{ID: id.New(), Name: "L'agenda de la mairie", Writes: true, Digest: "d3", Created: noon, Until: noon.Add(time.Hour), Used: noon}},
		Identities: []account.Identity{{Provider: "openid", Subject: id.New(), Email: "x@exemple.invalid", Verified: true, Name: "Claude", SIRET: "73282932000074",
			SIRETVouched: true, Linked: noon}},
		Leaving: &account.Leaving{Asked: noon, Until: noon.Add(time.Hour), Begun: true, Pages: true, Lapsed: true},
		Used:    noon, Lapse: &account.Lapse{Until: noon, Reminded: true},
		Log:  []account.Line{{ID: "l-1", At: noon, What: account.Moved, Agent: "Navigateur d'essai", Told: "ancien@exemple.invalid", Reason: "une raison", Until: noon}},
		Owes: debt.Owes{{ID: "l-1", Kind: account.OwesNotice, Due: noon, Tries: 2}}}
}

// fullTicket leaves no field zero.
func fullTicket(digest string) account.Ticket {
	return account.Ticket{Digest: digest, Rev: 1, Purpose: account.ToEnter, Account: "a-1", Email: "x@exemple.invalid", Code: "c0de", Tries: 2, Proved: true,
		Entry: &account.Entrant{Name: "Claude Exemple", Password: "$argon2id$", Terms: noon, TermsVersion: account.TermsVersion}, Next: "/fiches/nouvelle", Pair: "autre",
		Kept: "ce qui attend", Service: &account.Identity{Provider: "openid", Subject: "1", Name: "Claude", Linked: noon},
		Sealed: &account.Sealed{Code: "123456", Link: "lien"}, Created: noon, Expires: noon.Add(time.Hour),
		Owes: debt.Owes{{ID: "d-1", Kind: account.OwesLetter, Due: noon, Tries: 1}}}
}

func accountInsertGet(t *testing.T, s AccountStore) {
	want := fullAccount()
	ok(t, s.Insert(t.Context(), want))
	got, err := s.Get(t.Context(), want.ID)
	same(t, must(t, got, err), want)
	for _, typed := range []string{want.Email, "exemple@EXEMPLE.invalid"} {
		got, err := s.ByEmail(t.Context(), typed)
		same(t, must(t, got, err), want)
	}
}

func accountInsertZero(t *testing.T, s AccountStore) {
	want := account.Account{ID: id.New(), Rev: 1}
	ok(t, s.Insert(t.Context(), want))
	got, err := s.Get(t.Context(), want.ID)
	same(t, must(t, got, err), want)
}

func accountInsertTaken(t *testing.T, s AccountStore) {
	first := fullAccount()
	ok(t, s.Insert(t.Context(), first))
	again := first
	again.Email = "autre@exemple.invalid"
	wantErr(t, s.Insert(t.Context(), again), fault.Taken{Field: "id"})
	again.ID, again.Email = id.New(), "EXEMPLE@exemple.invalid"
	wantErr(t, s.Insert(t.Context(), again), fault.Taken{Field: "email"})
	again.Email = "autre@exemple.invalid"
	wantErr(t, s.Insert(t.Context(), again), fault.Taken{Field: "cle"})
	again.Keys = nil
	wantErr(t, s.Insert(t.Context(), again), fault.Taken{Field: "identite"})
	again.Identities = nil
	ok(t, s.Insert(t.Context(), again))
}

// accountNames: a passkey and an identity belong to one account at a time, and are free once it lets them go.
func accountNames(t *testing.T, s AccountStore) {
	a, b := fullAccount(), fullAccount()
	b.Email = "b@exemple.invalid"
	ok(t, s.Insert(t.Context(), a))
	ok(t, s.Insert(t.Context(), b))
	change := func(who string, edit func(*account.Account)) error {
		_, err := s.Update(t.Context(), who, func(a *account.Account) error { edit(a); return nil })
		return err
	}
	takes := func(of account.Account) func(*account.Account) {
		return func(a *account.Account) { a.Keys, a.Identities = of.Keys, of.Identities }
	}
	key := a.Identities[0].Key()
	wantErr(t, change(b.ID, func(b *account.Account) { b.Keys = a.Keys }), fault.Taken{Field: "cle"})
	wantErr(t, change(b.ID, func(b *account.Account) { b.Identities = a.Identities }), fault.Taken{Field: "identite"})
	got, err := s.ByIdentity(t.Context(), key)
	if must(t, got, err).ID != a.ID {
		t.Error("the identity leads elsewhere")
	}
	ok(t, change(a.ID, takes(account.Account{})))
	_, err = s.ByIdentity(t.Context(), key)
	wantErr(t, err, fault.NotFound)
	ok(t, change(b.ID, takes(a)))
	got, err = s.ByIdentity(t.Context(), key)
	if must(t, got, err).ID != b.ID {
		t.Error("the identity does not follow")
	}
	for _, strange := range []string{"", "\xff", string(make([]byte, 5000))} {
		_, err = s.ByIdentity(t.Context(), strange)
		wantErr(t, err, fault.NotFound)
	}
}

func accountMissing(t *testing.T, s AccountStore) {
	_, err := s.Get(t.Context(), id.New())
	wantErr(t, err, fault.NotFound)
	_, err = s.ByEmail(t.Context(), "rien@exemple.invalid")
	wantErr(t, err, fault.NotFound)
	_, err = s.Update(t.Context(), id.New(), func(*account.Account) error { return nil })
	wantErr(t, err, fault.NotFound)
	_, err = s.Session(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
	_, err = s.TakeTicket(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
}

func accountUpdate(t *testing.T, s AccountStore) {
	a := fullAccount()
	ok(t, s.Insert(t.Context(), a))
	got, err := s.Update(t.Context(), a.ID, func(a *account.Account) error {
		a.Role, a.Failures = viewer.Member, account.Failures{}
		return nil
	})
	must(t, got, err)
	stored, err := s.Get(t.Context(), a.ID)
	same(t, must(t, stored, err), got)
	if got.Rev != 2 || got.Role != viewer.Member || got.Failures.Count != 0 {
		t.Errorf("after the update: %+v", got)
	}
}

func accountUpdateRefused(t *testing.T, s AccountStore) {
	a := fullAccount()
	ok(t, s.Insert(t.Context(), a))
	mine := errors.New("mine")
	_, err := s.Update(t.Context(), a.ID, func(a *account.Account) error { a.Role = ""; return mine })
	wantErr(t, err, mine)
	got, err := s.Get(t.Context(), a.ID)
	same(t, must(t, got, err), a)
}

func accountUpdateParallel(t *testing.T, s AccountStore) {
	a := fullAccount()
	a.Failures.Count = 0
	ok(t, s.Insert(t.Context(), a))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			_, err := s.Update(t.Context(), a.ID, func(a *account.Account) error { a.Failures.Count++; return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Get(t.Context(), a.ID)
	if must(t, got, err).Failures.Count != 20 {
		t.Errorf("%d of 20 failures counted", got.Failures.Count)
	}
}

func accountUpdateEmail(t *testing.T, s AccountStore) {
	a, b := fullAccount(), fullAccount()
	b.Email = "b@exemple.invalid"
	ok(t, s.Insert(t.Context(), a))
	ok(t, s.Insert(t.Context(), b))
	rename := func(who, email string) error {
		_, err := s.Update(t.Context(), who, func(a *account.Account) error { a.Email = email; return nil })
		return err
	}
	wantErr(t, rename(b.ID, a.Email), fault.Taken{Field: "email"})
	ok(t, rename(a.ID, "neuf@exemple.invalid"))
	ok(t, rename(b.ID, a.Email)) // free again
	got, err := s.ByEmail(t.Context(), "neuf@exemple.invalid")
	if must(t, got, err).ID != a.ID {
		t.Error("the new address leads elsewhere")
	}
}

func accountWithRole(t *testing.T, s AccountStore) {
	var admins []string
	for n, role := range []viewer.Role{viewer.Admin, viewer.Member, viewer.Admin, viewer.Moderator} {
		a := fullAccount()
		a.Email, a.Role = fmt.Sprintf("%d@exemple.invalid", n), role
		ok(t, s.Insert(t.Context(), a))
		if role == viewer.Admin {
			admins = append(admins, a.ID)
		}
	}
	found := func(limit int) (ids []string) {
		got, err := s.WithRole(t.Context(), viewer.Admin, limit)
		for _, a := range must(t, got, err) {
			ids = append(ids, a.ID)
		}
		return ids
	}
	same(t, found(9), admins)
	same(t, found(1), admins[:1])
}

func accountsSuspended(t *testing.T, s AccountStore) {
	var want []string
	for n, at := range []time.Time{noon, {}, noon.Add(time.Hour)} {
		a := fullAccount()
		a.Email, a.Suspended = fmt.Sprintf("%d@exemple.invalid", n), &account.Suspension{At: at}
		if at.IsZero() {
			a.Suspended = nil
		} else {
			want = append([]string{a.ID}, want...)
		}
		ok(t, s.Insert(t.Context(), a))
	}
	found := func(limit int) (ids []string) {
		got, err := s.Suspended(t.Context(), limit)
		for _, a := range must(t, got, err) {
			ids = append(ids, a.ID)
		}
		return ids
	}
	same(t, found(9), want)
	same(t, found(1), want[:1])
	_, err := s.Update(t.Context(), want[0], func(a *account.Account) error { a.Suspended = nil; return nil })
	ok(t, err)
	same(t, found(9), want[1:])
}

func fullSession(digest, owner string) account.Session {
	return account.Session{Digest: digest, Account: owner, Agent: "Navigateur d'essai", Created: noon, Seen: noon.Add(time.Hour), Proved: noon.Add(time.Minute), Strong: true, Expires: noon.Add(2 * time.Hour)}
}

func sessionRoundTrip(t *testing.T, s AccountStore) {
	for _, want := range []account.Session{fullSession("d", "a"), {Digest: "zéro"}} {
		ok(t, s.PutSession(t.Context(), want))
		got, err := s.Session(t.Context(), want.Digest)
		same(t, must(t, got, err), want)
	}
	again := fullSession("d", "a")
	again.Seen = noon.Add(90 * time.Minute)
	ok(t, s.PutSession(t.Context(), again))
	got, err := s.Session(t.Context(), "d")
	same(t, must(t, got, err), again)
}

func sessionsOf(t *testing.T, s AccountStore) {
	for _, session := range []account.Session{fullSession("2", "a"), fullSession("1", "a"), fullSession("3", "b")} {
		ok(t, s.PutSession(t.Context(), session))
	}
	got, err := s.SessionsOf(t.Context(), "a")
	same(t, must(t, got, err), []account.Session{fullSession("1", "a"), fullSession("2", "a")})
	none, err := s.SessionsOf(t.Context(), "c")
	same(t, must(t, none, err), nil)
}

func sessionEnd(t *testing.T, s AccountStore) {
	ok(t, s.PutSession(t.Context(), fullSession("d", "a")))
	ok(t, s.EndSession(t.Context(), "d"))
	ok(t, s.EndSession(t.Context(), "d"))
	_, err := s.Session(t.Context(), "d")
	wantErr(t, err, fault.NotFound)
}

func ticketOnce(t *testing.T, s AccountStore) {
	for _, want := range []account.Ticket{fullTicket("d"), {Digest: "zéro", Rev: 1}} {
		ok(t, s.PutTicket(t.Context(), want))
		got, err := s.Ticket(t.Context(), want.Digest)
		same(t, must(t, got, err), want)
		got, err = s.TakeTicket(t.Context(), want.Digest)
		same(t, must(t, got, err), want)
		_, err = s.TakeTicket(t.Context(), want.Digest)
		wantErr(t, err, fault.NotFound)
		_, err = s.Ticket(t.Context(), want.Digest)
		wantErr(t, err, fault.NotFound)
		_, err = s.UpdateTicket(t.Context(), want.Digest, func(*account.Ticket) error { return nil })
		wantErr(t, err, fault.NotFound)
	}
}

func ticketTaken(t *testing.T, s AccountStore) {
	ok(t, s.PutTicket(t.Context(), fullTicket("d")))
	wantErr(t, s.PutTicket(t.Context(), fullTicket("d")), fault.Taken{Field: "id"})
}

func ticketUpdate(t *testing.T, s AccountStore) {
	ok(t, s.PutTicket(t.Context(), fullTicket("d")))
	mine := errors.New("mine")
	_, err := s.UpdateTicket(t.Context(), "d", func(t *account.Ticket) error { t.Tries = 9; return mine })
	wantErr(t, err, mine)
	got, err := s.UpdateTicket(t.Context(), "d", func(t *account.Ticket) error { t.Sealed, t.Owes = nil, nil; return nil })
	must(t, got, err)
	stored, err := s.Ticket(t.Context(), "d")
	same(t, must(t, stored, err), got)
	if got.Rev != 2 || got.Tries != 2 || got.Sealed != nil {
		t.Errorf("after the update: %+v", got)
	}
}

// Guesses at a code that come together are all counted.
func ticketTries(t *testing.T, s AccountStore) {
	ok(t, s.PutTicket(t.Context(), account.Ticket{Digest: "d", Expires: noon}))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := s.UpdateTicket(t.Context(), "d", func(t *account.Ticket) error { t.Tries++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Ticket(t.Context(), "d")
	if must(t, got, err).Tries != 20 {
		t.Errorf("%d of 20 tries counted", got.Tries)
	}
}

func ticketsDue(t *testing.T, s AccountStore) {
	for n, due := range []time.Time{noon.Add(time.Minute), noon, noon.Add(time.Hour)} {
		ticket := fullTicket(fmt.Sprint(n))
		ticket.Owes[0].Due = due
		ok(t, s.PutTicket(t.Context(), ticket))
	}
	ok(t, s.PutTicket(t.Context(), account.Ticket{Digest: "owes nothing", Expires: noon}))
	take := func(now time.Time, limit int) (digests []string) {
		got, err := s.DueTickets(t.Context(), now, 10*time.Minute, limit)
		for _, ticket := range must(t, got, err) {
			digests = append(digests, ticket.Digest)
		}
		return digests
	}
	same(t, take(noon.Add(-time.Second), 9), nil)
	same(t, take(noon, 1), []string{"1"})
	same(t, take(noon.Add(time.Minute), 9), []string{"0"}) // the other is leased
	same(t, take(noon.Add(time.Minute), 9), nil)
	same(t, take(noon.Add(10*time.Minute), 9), []string{"1"}) // a lease that ended
}

func accountsDue(t *testing.T, s AccountStore) {
	a, b := fullAccount(), fullAccount()
	b.Email, b.Owes = "b@exemple.invalid", nil
	ok(t, s.Insert(t.Context(), a))
	ok(t, s.Insert(t.Context(), b))
	got, err := s.TakeDue(t.Context(), noon, time.Minute, 9)
	if owing := must(t, got, err); len(owing) != 1 || owing[0].ID != a.ID || !owing[0].Owes[0].Due.Equal(noon.Add(time.Minute)) {
		t.Errorf("%+v", owing)
	}
	got, err = s.TakeDue(t.Context(), noon, time.Minute, 9)
	same(t, must(t, got, err), nil)
	_, err = s.Update(t.Context(), a.ID, func(a *account.Account) error { a.Owes.Clear(debt.Debt{ID: "l-1"}); return nil })
	ok(t, err)
	got, err = s.TakeDue(t.Context(), noon.Add(time.Hour), time.Minute, 9)
	same(t, must(t, got, err), nil)
}

func ticketRace(t *testing.T, s AccountStore) {
	ok(t, s.PutTicket(t.Context(), account.Ticket{Digest: "d", Expires: noon}))
	var group sync.WaitGroup
	outcomes := make(chan error, 20)
	for range 20 {
		group.Go(func() { _, err := s.TakeTicket(t.Context(), "d"); outcomes <- err })
	}
	group.Wait()
	close(outcomes)
	var errs []error
	for err := range outcomes {
		errs = append(errs, err)
	}
	won := len(slices.DeleteFunc(errs, func(err error) bool { return err != nil }))
	if won != 1 {
		t.Errorf("%d callers took one ticket", won)
	}
}

func sweep(t *testing.T, s AccountStore) {
	ok(t, s.PutSession(t.Context(), fullSession("ends at 14", "a")))
	early := fullSession("ends at 12", "a")
	early.Expires = noon
	ok(t, s.PutSession(t.Context(), early))
	ok(t, s.PutTicket(t.Context(), account.Ticket{Digest: "t", Expires: noon}))
	ok(t, s.Sweep(t.Context(), noon.Add(time.Minute)))
	_, err := s.Session(t.Context(), "ends at 14")
	ok(t, err)
	_, err = s.Session(t.Context(), "ends at 12")
	wantErr(t, err, fault.NotFound)
	_, err = s.TakeTicket(t.Context(), "t")
	wantErr(t, err, fault.NotFound)
}
