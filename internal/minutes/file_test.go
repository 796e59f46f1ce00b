package minutes_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/minutes"
	"partant/internal/viewer"

	"github.com/google/go-cmp/cmp"
)

// drawer is a minutes.Vault that takes all but pages.
type drawer struct {
	n       int
	weight  int
	dropped []string
}

func (d *drawer) Attach(_ context.Context, _ viewer.Author, _ string, sent io.ReadSeeker) (document.Document, error) {
	content, err := io.ReadAll(sent)
	if string(content) == "<html>" {
		return document.Document{}, fault.Fields{minutes.FieldFile: "non"}
	}
	d.n++
	return document.Document{ID: fmt.Sprintf("f-%d", d.n), Type: "text/plain", Bytes: max(d.weight, len(content))}, err
}

func (d *drawer) Dropped(_ context.Context, ids []string) { d.dropped = append(d.dropped, ids...) }

// Hosts put documents beside the minutes once people have met; who reads the minutes reads them, and nobody else.
func TestFiles(t *testing.T) {
	t.Parallel()
	s, now := open(t)
	kept := &drawer{}
	s.Keeping(kept)
	join := func(v viewer.Viewer, said, content string) error {
		return s.Join(t.Context(), v, "atelier", said, strings.NewReader(content))
	}
	reads := func(v viewer.Viewer) bool {
		_, _, err := s.File(t.Context(), v, "atelier", "f-1")
		if err != nil && !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
		return err == nil
	}
	if err := join(host, "Plan", "un"); !errors.Is(err, minutes.ErrEarly) {
		t.Error(err)
	}
	*now = begins
	if err := join(nina, "Plan", "un"); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	for said, content := range map[string]string{" ": "un", "Page": "<html>"} {
		if err := join(host, said, content); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", said, err)
		}
	}
	ok(t, join(host, "Plan", "un"))
	if !reads(host) || reads(nina) {
		t.Error("it is read before there are minutes")
	}
	_, err := s.Write(t.Context(), host, "atelier", minutes.Draft{Body: "Bien."}, nil)
	ok(t, err)
	if !reads(nina) || reads(other) || reads(viewer.Viewer{}) {
		t.Error("it is not read by those who read the minutes, and them alone")
	}
	if got := at(t, s, other); len(got.Files) > 0 || len(at(t, s, nina).Files) != 1 {
		t.Errorf("%+v", got)
	}
	kept.weight = minutes.MostBytes
	if err := join(host, "Lourd", "x"); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if err := s.Part(t.Context(), nina, "atelier", "f-1"); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if held, err := s.Holds(t.Context(), "e-1", "f-1"); err != nil || !held {
		t.Error(held, err)
	}
	kept.weight = 0
	ok(t, join(host, "Encore", "x"))
	ok(t, s.Part(t.Context(), host, "atelier", "f-1"))
	ok(t, s.Part(t.Context(), host, "atelier", "f-1"))
	ok(t, s.Clear(t.Context(), "e-1"))
	if diff := cmp.Diff([]string{"f-2", "f-1", "f-1", "f-3"}, kept.dropped); diff != "" {
		t.Error(diff)
	}
}
