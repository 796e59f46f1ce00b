package club_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/page"
)

// invitation is the one that waits for an address, and its secret.
func (h *house) invitation(email string) (id, secret string) {
	h.t.Helper()
	m, err := h.store.Member(h.t.Context(), club.InvitedID(cb45, email))
	h.ok(err)
	_, secret, ok := m.LetterOf()
	if !ok {
		h.t.Fatalf("no letter is to leave to %s", email)
	}
	return m.ID, secret
}

// An invitation lets in whoever holds its link, with any account, once; its secret is forgotten when the letter has left.
func TestInvite(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.ByInvitation, "membre")
	h.fails(h.Invite(t.Context(), as("membre"), cb45, "lea@exemple.fr"), fault.Forbidden)
	h.fails(h.Invite(t.Context(), as("chef"), cb45, "lea"), fault.Invalid)
	h.ok(h.Invite(t.Context(), as("chef"), cb45, "lea@exemple.fr"))
	h.fails(h.Invite(t.Context(), as("chef"), cb45, "Léa@exemple.fr"), fault.Invalid)
	id, secret := h.invitation("lea@exemple.fr")
	h.ok(h.Sent(t.Context(), id, ""))
	stored, err := h.store.Member(t.Context(), id)
	if h.ok(err); stored.Guest.Sealed != "" || stored.Guest.Proof == secret {
		t.Errorf("the secret is kept: %+v", stored.Guest)
	}
	_, err = h.Accept(t.Context(), as("lea"), id, "autre", club.Entry{})
	h.fails(err, fault.NotFound)
	for range 2 { // the second finds nothing, and is in
		_, err = h.Accept(t.Context(), as("lea"), id, secret, club.Entry{})
	}
	if h.fails(err, fault.NotFound); h.state("lea") != club.In {
		t.Error(h.state("lea"))
	}
}

// Nobody becomes a member without saying yes; who says no is forgotten but for the no, and is not written to again for a while.
func TestDecline(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open)
	h.ok(h.Invite(t.Context(), as("chef"), cb45, "lea@exemple.fr"))
	if got := h.in(); len(got) != 1 {
		t.Errorf("%v are in", got)
	}
	id, secret := h.invitation("lea@exemple.fr")
	_, err := h.Decline(t.Context(), id, secret)
	h.ok(err)
	m, err := h.store.Member(t.Context(), id)
	if h.ok(err); m.Guest != nil || m.Name != "" || strings.Contains(fmt.Sprintf("%+v", m), "exemple.fr") {
		t.Errorf("%+v", m)
	}
	var wrong fault.Fields
	if err := h.Invite(t.Context(), as("chef"), cb45, "lea@exemple.fr"); !errors.As(err, &wrong) || !strings.Contains(wrong[club.FieldEmail], "a dit non") {
		t.Error(err)
	}
	h.now = noon.AddDate(0, 4, 0)
	h.ok(h.Invite(t.Context(), as("chef"), cb45, "lea@exemple.fr"))
}

func TestInvitationEnds(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open)
	for _, email := range []string{"lea@exemple.fr", "max@exemple.fr"} {
		h.ok(h.Invite(t.Context(), as("chef"), cb45, email))
	}
	id, secret := h.invitation("lea@exemple.fr")
	_, _, err := h.Invitation(t.Context(), as("lea"), id, secret)
	h.ok(err)
	h.ok(h.Cancel(t.Context(), as("chef"), cb45, id))
	_, _, err = h.Invitation(t.Context(), as("lea"), id, secret)
	h.fails(err, fault.NotFound)
	id, secret = h.invitation("max@exemple.fr")
	h.now = noon.AddDate(0, 0, 14)
	_, _, err = h.Invitation(t.Context(), as("max"), id, secret)
	h.fails(err, fault.NotFound)
	h.now = noon.AddDate(0, 0, 15)
	h.ok(h.Sweep(t.Context()))
	_, err = h.store.Member(t.Context(), id)
	h.fails(err, fault.NotFound)
}

// A link lets in whoever holds it, however the club receives, until there is another.
func TestLink(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.ByInvitation)
	first, err := h.OpenLink(t.Context(), as("chef"), cb45)
	h.ok(err)
	_, err = h.Join(t.Context(), as("a"), cb45, club.Entry{Secret: first})
	h.ok(err)
	second, err := h.OpenLink(t.Context(), as("chef"), cb45)
	h.ok(err)
	_, err = h.Join(t.Context(), as("b"), cb45, club.Entry{Secret: first})
	h.fails(err, club.ErrShut)
	at, err := h.At(t.Context(), as("b"), cb45)
	if h.ok(err); !at.Holds(second) || at.Holds(first) || at.Holds("") || strings.Contains(fmt.Sprint(at.Room), second) {
		t.Errorf("%+v", at.Room.Link)
	}
	h.ok(h.CloseLink(t.Context(), as("chef"), cb45))
	_, err = h.Join(t.Context(), as("b"), cb45, club.Entry{Secret: second})
	h.fails(err, club.ErrShut)
}

// Lists are read as spreadsheets write them.
func TestRead(t *testing.T) {
	t.Parallel()
	for name, list := range map[string]string{
		"semicolons":  "\uFEFFNom;Prénom;E-mail\r\nDumont;Claire;claire@exemple.fr\r\n\r\nDiallo;Omar;omar@exemple.fr\r\n",
		"commas":      "\"Adresse de courriel\",nom\nclaire@exemple.fr,\"Dumont, Claire\"\n,\nomar@exemple.fr,Diallo\n",
		"tabs":        "mel\tnom\nclaire@exemple.fr\tDumont\n\nomar@exemple.fr\tDiallo",
		"no header":   "claire@exemple.fr\n\nomar@exemple.fr",
		"anywhere":    "Dumont;claire@exemple.fr\n\n<omar@exemple.fr>;Diallo",
		"other names": "Membre;Contact\nDumont;claire@exemple.fr\n\nDiallo;omar@exemple.fr",
	} {
		lines, err := club.Read(list)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, l := range lines {
			got = append(got, l.Email)
		}
		if diff := cmp.Diff([]string{"claire@exemple.fr", "omar@exemple.fr"}, got); diff != "" {
			t.Error(name, diff)
		}
	}
	lines, err := club.Read("nom;email\nDumont;claire@exemple.fr\nDiallo;pas une adresse\n;;\nseul")
	if err != nil || len(lines) != 3 || lines[1].N != 3 || lines[1].Email != "pas une adresse" || lines[2].N != 5 {
		t.Errorf("%v %+v", err, lines)
	}
	for _, bad := range []string{"", " \n", "nom;email\n", strings.Repeat("a@exemple.fr\n", 10_000)} {
		if _, err := club.Read(bad); !errors.Is(err, fault.Invalid) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	if got := club.Readable([]byte("Beno\xeet")); got != "Benoît" {
		t.Error(got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("nom;email\n\"a;b\nc@d.fr")
	f.Fuzz(func(t *testing.T, list string) {
		lines, err := club.Read(list)
		if err != nil && !errors.Is(err, fault.Invalid) || len(lines) > strings.Count(list, "\n")+strings.Count(list, "\r")+1 {
			t.Fatalf("%v, %d lines", err, len(lines))
		}
	})
}

// A dry run says what becomes of each line and writes nothing; then letters leave, to each once, and nobody is in.
func TestInviteAll(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "dedans")
	h.mails["dedans@exemple.fr"], h.mails["dehors@exemple.fr"] = "dedans", "dehors"
	h.ok(h.Invite(t.Context(), as("chef"), cb45, "attend@exemple.fr"))
	list := "email\nneuf@exemple.fr\ndedans@exemple.fr\nNeuf@exemple.fr\nattend@exemple.fr\nfaux\ndehors@exemple.fr"
	check := func(lines []club.Line, err error) {
		t.Helper()
		h.ok(err)
		var got []string
		for _, l := range lines {
			got = append(got, fmt.Sprintf("%d %v %.13s", l.N, l.Invited(), l.Why))
		}
		want := []string{"2 true ", "3 false Cette personn", "4 false Cette adresse", "5 false Une invitatio", "6 false Cette adresse", "7 true "}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	_, err := h.Try(t.Context(), as("dedans"), cb45, list, h)
	h.fails(err, fault.Forbidden)
	lines, err := h.Try(t.Context(), as("chef"), cb45, list, h)
	check(lines, err)
	waiting := func() int {
		found, err := h.Members(t.Context(), as("chef"), cb45, club.Invited, page.Req{})
		h.ok(err)
		return len(found.Items)
	}
	if waiting() != 1 {
		t.Error("a dry run invites")
	}
	lines, err = h.InviteAll(t.Context(), as("chef"), cb45, list, h)
	check(lines, err)
	_, err = h.InviteAll(t.Context(), as("chef"), cb45, list, h)
	h.ok(err)
	if waiting() != 3 || len(h.in()) != 2 {
		t.Errorf("%d wait, %v are in", waiting(), h.in())
	}
}

// A page that nobody has verified invites few at once.
func TestListsAreBounded(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open)
	list := func(n int) (all string) {
		for i := range n {
			all += fmt.Sprintf("a%d@exemple.fr\n", i)
		}
		return all
	}
	_, err := h.Try(t.Context(), as("chef"), cb45, list(club.MostUnsure+1), h)
	h.fails(err, fault.Invalid)
	h.proud = true
	_, err = h.Try(t.Context(), as("chef"), cb45, list(club.MostLines), h)
	h.ok(err)
	_, err = h.Try(t.Context(), as("chef"), cb45, list(club.MostLines+1), h)
	h.fails(err, fault.Invalid)
}
