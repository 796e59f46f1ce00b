package concordance_test

import (
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/search"
	"partant/internal/unseen"
)

// Events are found by all that they say, those to come before those that are over, the soonest first; what nobody may read, and what
// does not take place, is not.
func TestEvents(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := t.Context()
	gone := h.announce("Atelier des vanniers", 1, nil)
	h.at = noon.AddDate(0, 0, 2)
	h.ok(h.events.PayDue(ctx))
	later, soon := h.announce("Atelier des vanniers", 9, nil), h.announce("Atelier des vanniers", 5, nil)
	draft := h.announce("Atelier des vanniers", 6, func(d *event.Draft) { d.Later = true })
	p := h.publish("Atelier des vanniers", "Un compte rendu.")
	for _, text := range []string{"vanniers", "atelier vannier"} {
		h.finds(text, soon.Slug, later.Slug, p.Slug, gone.Slug)
	}
	for _, text := range []string{"osier", "grange", "se voir"} {
		h.finds(text, soon.Slug, later.Slug, gone.Slug)
	}
	hit := h.look("grange").Hits[0]
	if hit.What != search.Event || hit.Over || !hit.At.Equal(soon.Start.At) || hit.Page != h.page.ID {
		t.Errorf("%+v", hit)
	}
	if found := h.look("vanniers"); found.Kinds[search.Event] != 3 || !found.Hits[3].Over {
		t.Errorf("%+v", found)
	}
	d := event.Filled(draft)
	d.Later = false
	_, err := h.events.Edit(ctx, nina, draft.Slug, d)
	h.ok(err)
	h.finds("osier", soon.Slug, draft.Slug, later.Slug, gone.Slug)
	_, err = h.events.Cancel(ctx, nina, soon.Slug, "La neige.")
	h.ok(err)
	h.finds("osier", draft.Slug, later.Slug, gone.Slug)
	h.ok(h.events.Delete(ctx, nina, draft.Slug))
	h.finds("osier", later.Slug, gone.Slug)
	h.ok(h.events.Mark(ctx, later.ID, &unseen.Mark{At: h.at}))
	h.finds("osier", gone.Slug)
	h.ok(h.events.Mark(ctx, later.ID, nil))
	h.ok(h.pages.Mark(ctx, h.page.ID, &unseen.Mark{At: h.at}))
	h.finds("osier")
	h.ok(h.pages.Mark(ctx, h.page.ID, nil))
	h.finds("osier", later.Slug, gone.Slug)

	h.at = h.at.Add(time.Hour)
	_, err = h.Rebuild(ctx, func(int) {})
	h.ok(err)
	h.finds("osier", later.Slug, gone.Slug)
	h.ok(h.events.ForgetPage(ctx, h.page.ID))
	h.ok(h.Forget(ctx))
	h.finds("osier")
}
