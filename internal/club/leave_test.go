package club_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
)

// The board announces, in the name of the club; members read, nobody else; the same form sent twice announces once.
func TestAnnounce(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a")
	d := club.Words{Key: id.New(), Title: "Dîner de Noël", Body: "Le **18 décembre** <script>x</script>"}
	_, err := h.Announce(t.Context(), as("a"), cb45, d)
	h.fails(err, fault.Forbidden)
	_, err = h.Announce(t.Context(), as("chef"), cb45, club.Words{Title: "Sans texte"})
	h.fails(err, fault.Invalid)
	for range 2 {
		_, err = h.Announce(t.Context(), as("chef"), cb45, d)
		h.ok(err)
	}
	list, err := h.Announcements(t.Context(), as("a"), cb45, page.Req{})
	if h.ok(err); len(list.Items) != 1 || strings.Contains(list.Items[0].HTML, "<script") || !strings.Contains(list.Items[0].HTML, "<strong>") {
		t.Errorf("%+v", list.Items)
	}
	_, err = h.Announcements(t.Context(), as("x"), cb45, page.Req{})
	h.fails(err, fault.Forbidden)
	_, err = h.Announcement(t.Context(), as("x"), d.Key)
	h.fails(err, fault.NotFound)
	_, err = h.Announcement(t.Context(), as("a"), d.Key)
	h.ok(err)
	h.fails(h.Unsay(t.Context(), as("a"), cb45, d.Key), fault.Forbidden)
	h.fails(h.Unsay(t.Context(), as("chef"), "club-2", d.Key), fault.Forbidden)
	h.ok(h.Unsay(t.Context(), as("chef"), cb45, d.Key))
}

// Members share links, which only they and the board take away; what no browser should open is refused.
func TestShare(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a", "b")
	for _, bad := range []string{"javascript:alert(1)", "exemple.fr", "ftp://exemple.fr", "https://moi:secret@exemple.fr", "https://" + strings.Repeat("a", 600)} {
		h.fails(h.Share(t.Context(), as("a"), cb45, club.Find{Title: "x", URL: bad}), fault.Invalid)
	}
	h.fails(h.Share(t.Context(), as("x"), cb45, club.Find{Title: "x", URL: "https://exemple.fr"}), fault.Forbidden)
	h.ok(h.Share(t.Context(), as("a"), cb45, club.Find{Title: "Statuts", URL: "https://exemple.fr/statuts"}))
	h.fails(h.Share(t.Context(), as("b"), cb45, club.Find{Title: "Encore", URL: "https://exemple.fr/statuts"}), fault.Invalid)
	at, err := h.At(t.Context(), as("b"), cb45)
	h.ok(err)
	h.fails(h.Unshare(t.Context(), as("b"), cb45, at.Room.Shared[0].ID), fault.Forbidden)
	for range 2 {
		h.ok(h.Unshare(t.Context(), as("a"), cb45, at.Room.Shared[0].ID))
	}
}

// Who deletes their account is in no club any more, has no seat, and is named nowhere; the club goes on.
func TestForget(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.OnRequest, "a")
	h.ok(h.SetRole(t.Context(), as("chef"), cb45, idOf("a"), club.Chair))
	h.joins("demande")
	_, err := h.Decide(t.Context(), as("a"), cb45, idOf("demande"), true, "Oui.")
	h.ok(err)
	h.ok(h.Invite(t.Context(), as("chef"), cb45, "a@exemple.fr"))
	h.ok(h.Share(t.Context(), as("a"), cb45, club.Find{Title: "Statuts", URL: "https://exemple.fr/statuts"}))
	_, err = h.OpenLink(t.Context(), as("a"), cb45)
	h.ok(err)
	said, err := h.Announce(t.Context(), as("a"), cb45, club.Words{Title: "T", Body: "B"})
	h.ok(err)
	for range 2 {
		h.ok(h.Forget(t.Context(), "a", []string{"a@exemple.fr"}, nil))
	}
	at, err := h.At(t.Context(), as("chef"), cb45)
	h.ok(err)
	if len(at.Room.Board) != 1 || at.Room.Link != nil || at.Room.Shared[0].By != "" || !cmp.Equal(h.in(), []string{"chef", "demande"}) {
		t.Errorf("%+v %v", at.Room, h.in())
	}
	if said, err = h.Announcement(t.Context(), as("demande"), said.ID); err != nil || said.By.Account != "" {
		t.Errorf("%v %+v", err, said)
	}
	for _, whom := range []string{"compte:a", "par:a", "boite:a@exemple.fr"} {
		found, err := h.store.MembersConcerning(t.Context(), whom, page.Req{Limit: 9})
		if h.ok(err); len(found.Items) != 0 {
			t.Errorf("%s: %+v", whom, found.Items)
		}
	}
}

// The room of an erased page goes with all that is in it; who loses their own page stays, by their name.
func TestForgetPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a")
	_, err := h.Announce(t.Context(), as("chef"), cb45, club.Words{Title: "T", Body: "B"})
	h.ok(err)
	h.ok(h.Keep(t.Context(), club.Room{ID: "club-2", Opened: noon}, []club.Member{{ID: club.ExampleID("club-2", "p-a"), Club: "club-2", Page: "p-a", State: club.In}}, nil))
	for range 2 {
		h.ok(h.ForgetPage(t.Context(), "p-a"))
	}
	m, err := h.store.Member(t.Context(), idOf("a"))
	if h.ok(err); m.Page != "" || m.Name != "Membre a" || m.State != club.In {
		t.Errorf("%+v", m)
	}
	_, err = h.store.Member(t.Context(), club.ExampleID("club-2", "p-a"))
	h.fails(err, fault.NotFound)
	for range 2 {
		h.ok(h.ForgetPage(t.Context(), cb45))
	}
	found, err := h.store.MembersConcerning(t.Context(), "club:"+cb45, page.Req{Limit: 9})
	h.ok(err)
	said, err := h.store.AnnouncementsConcerning(t.Context(), "club:"+cb45, page.Req{Limit: 9})
	if h.ok(err); len(found.Items)+len(said.Items) != 0 {
		t.Error(found, said)
	}
	if _, err := h.store.Room(t.Context(), cb45); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// Leaders are those on the board who are in and have an account.
func TestLeaders(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a", "b")
	h.ok(h.SetRole(t.Context(), as("chef"), cb45, idOf("a"), club.Officer))
	got, err := h.Leaders(t.Context(), cb45)
	if h.ok(err); !cmp.Equal(got, []string{"chef", "a"}) {
		t.Error(got)
	}
	got, err = h.Leaders(t.Context(), "club-2")
	if h.ok(err); got != nil {
		t.Error(got)
	}
}
