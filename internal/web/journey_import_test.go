package web_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"partant/internal/export"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/media"
	"partant/internal/picture"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// A member moves to another site of Partant with what is theirs: pages, pictures, publications and their dates, follows; and
// taken in twice it is there once.
func TestImport(t *testing.T) {
	t.Parallel()
	from := open(t)
	b := from.join("claude", viewer.Member)
	p := from.page(b, full)
	ctx, v := t.Context(), b.account.Viewer()
	logo, err := from.Media.Add(ctx, v, p.ID, media.Thing{Kind: media.OfPage, ID: p.ID}, bytes.NewReader(painted(40, 30)))
	if err == nil {
		_, err = from.Profiles.Decorate(ctx, v, p.ID, func(all *profile.Pictures) error { all.Logo = logo; return nil })
	}
	if err != nil {
		t.Fatal(err)
	}
	draft := post.Draft{Key: id.New(), Voice: p.ID, Title: "Le four est chaud", Body: "Venez *samedi*.", Tags: "pain"}
	photo, err := from.Media.Add(ctx, v, p.ID, media.Thing{Kind: media.OfPost, ID: draft.Key}, bytes.NewReader(painted(60, 30)))
	if err != nil {
		t.Fatal(err)
	}
	photo.Alt = "Le four"
	draft.Photos = []picture.Picture{photo}
	said, err := from.Posts.Publish(ctx, v, draft)
	if err == nil {
		err = from.Follows.Follow(ctx, v, follow.Target{Kind: follow.Commune, ID: "45234"}, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	zip := b.get("/compte/donnees").submit(`form[action="/compte/donnees"]`, nil).is(http.StatusOK).body
	archive, err := export.Read(bytes.NewReader(zip), int64(len(zip)))
	if err != nil {
		t.Fatal(err)
	}

	to := open(t)
	to.hands.pass(3 * 24 * time.Hour)
	b = to.join("claude", viewer.Member)
	done, err := to.Intake.Take(ctx, b.account, &archive)
	if err != nil || done.Pages != 1 || done.Posts != 1 || done.Photos != 2 || len(done.Left) != 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	page := to.visit().get("/fiches/" + p.Slug).is(http.StatusOK)
	page.counts(`.em[data-logo] img`, 1)
	shown := to.visit().get("/publications/" + said.Slug).is(http.StatusOK)
	shown.has("h1", "Le four est chaud")
	shown.counts(`.photos img[alt="Le four"]`, 1)
	if there, err := to.Posts.ByID(ctx, v, said.ID); err != nil || !there.Published.Equal(said.Published) {
		t.Errorf("published %v, not %v: %v", there.Published, said.Published, err)
	}
	b.get("/compte/abonnements").has("main", "Orléans")

	again, err := to.Intake.Take(ctx, b.account, &archive)
	if err != nil || again.Pages != 0 || again.Posts != 0 || again.Photos != 0 || len(again.Left) != 0 {
		t.Errorf("%+v, %v", again, err)
	}
	other, err := to.Intake.Take(ctx, to.join("omar", viewer.Member).account, &archive)
	if err != nil || other.Pages != 0 || other.Posts != 0 {
		t.Errorf("somebody else's: %+v, %v", other, err)
	}
}
