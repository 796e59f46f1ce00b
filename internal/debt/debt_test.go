package debt_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/debt"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func three() debt.Owes {
	return debt.Owes{{ID: "late", Due: noon.Add(time.Hour)}, {ID: "now", Due: noon}, {ID: "over", Due: noon.Add(-time.Hour)}}
}

func ids(o debt.Owes) (all []string) {
	for _, d := range o {
		all = append(all, d.ID)
	}
	return all
}

func TestFirst(t *testing.T) {
	t.Parallel()
	if got := three().First(); !got.Equal(noon.Add(-time.Hour)) {
		t.Error(got)
	}
	if got := (debt.Owes{}).First(); !got.IsZero() {
		t.Error(got)
	}
}

func TestPutOff(t *testing.T) {
	t.Parallel()
	o := three()
	if got := ids(o.DueAt(noon)); !cmp.Equal(got, []string{"now", "over"}) {
		t.Error(got)
	}
	o.PutOff(noon, time.Minute)
	if len(o.DueAt(noon)) != 0 || len(o.DueAt(noon.Add(time.Minute))) != 2 || !o[0].Due.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v", o)
	}
}

// Only what was put off now is in hand: another worker has the rest, or it waits.
func TestLeased(t *testing.T) {
	t.Parallel()
	owes := append(three(), debt.Debt{ID: "another's", Due: noon.Add(59 * time.Second)})
	owes.PutOff(noon, time.Minute)
	if diff := cmp.Diff([]string{"now", "over"}, ids(owes.Leased(noon, time.Minute))); diff != "" {
		t.Error(diff)
	}
}

func TestDelayAndClear(t *testing.T) {
	t.Parallel()
	o := three()
	o.Delay("now", noon.Add(time.Minute))
	o.Delay("missing", noon)
	if o[1].Tries != 1 || !o[1].Due.Equal(noon.Add(time.Minute)) || o[0].Tries != 0 {
		t.Errorf("%+v", o)
	}
	o.Clear(debt.Debt{ID: "over"}, debt.Debt{ID: "late"})
	if got := ids(o); !cmp.Equal(got, []string{"now"}) {
		t.Error(got)
	}
	if o.Clear(debt.Debt{ID: "now"}); o != nil {
		t.Errorf("%+v", o)
	}
}

// One debt of a kind is enough, and the last of a tombstone that is to go stays until it went.
func TestOweAndPay(t *testing.T) {
	t.Parallel()
	var o debt.Owes
	o.Owe("a", "index", noon)
	o.Owe("b", "count", noon)
	o.Owe("c", "index", noon.Add(time.Minute))
	if diff := cmp.Diff(debt.Owes{{ID: "b", Kind: "count", Due: noon}, {ID: "c", Kind: "index", Due: noon.Add(time.Minute)}}, o); diff != "" {
		t.Error(diff)
	}
	if !o.Has("index") || o.Has("") {
		t.Error("it does not know what is owed")
	}
	if err := o.Pay(true, debt.Debt{ID: "b"}); err != nil || len(o) != 1 {
		t.Errorf("%v, %v", o, err)
	}
	if err := o.Pay(true, debt.Debt{ID: "c"}); !errors.Is(err, debt.ErrOver) || len(o) != 1 {
		t.Errorf("%v, %v", o, err)
	}
	if err := o.Pay(false, debt.Debt{ID: "c"}); err != nil || o != nil {
		t.Errorf("%v, %v", o, err)
	}
}
