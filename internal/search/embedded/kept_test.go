package embedded

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// asked answers from all rows up to 100, every step-th, and counts how often and from where it was asked.
type asked struct {
	step uint32
	from []uint32
}

func (a *asked) more(from uint32) ([]uint32, error) {
	a.from = append(a.from, from)
	var rids []uint32
	for rid := from + 1; rid <= 100; rid++ {
		if rid%a.step == 0 {
			rids = append(rids, rid)
		}
	}
	return rids, nil
}

func TestKeptPostingsAskOnlyForWhatIsNew(t *testing.T) {
	t.Parallel()
	k, a := newKeptPostings(), &asked{step: 10}
	for _, c := range []struct {
		last uint32
		want []uint32
	}{
		{35, []uint32{10, 20, 30}},
		{35, []uint32{10, 20, 30}},
		{70, []uint32{10, 20, 30, 40, 50, 60, 70}},
		{41, []uint32{10, 20, 30, 40}}, // a search that began before a write
		{70, []uint32{10, 20, 30, 40, 50, 60, 70}},
	} {
		got, err := k.get("x", c.last, a.more)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("up to %d: %v, %v", c.last, got, err)
		}
	}
	if want := []uint32{0, 35}; !slices.Equal(a.from, want) {
		t.Errorf("asked from %v, want %v", a.from, want)
	}
}

func TestKeptPostingsForgetTheOldest(t *testing.T) {
	t.Parallel()
	k := newKeptPostings()
	long := make([]uint32, mostKept/4)
	for i := range long {
		long[i] = uint32(i + 1)
	}
	times := 0
	get := func(match string) {
		_, err := k.get(match, uint32(len(long)), func(uint32) ([]uint32, error) { times++; return long, nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 6 {
		get(fmt.Sprint(i))
		get("0") // stays, because it is used
	}
	if k.size > mostKept || len(k.entries) != k.recent.Len() {
		t.Errorf("%d rows kept, %d entries, %d in the list", k.size, len(k.entries), k.recent.Len())
	}
	before := times
	if get("0"); times != before {
		t.Error("what is used most was forgotten")
	}
	if get("1"); times != before+1 {
		t.Error("what nobody used was kept")
	}
}

func TestKeptPostingsKeepNoFailure(t *testing.T) {
	t.Parallel()
	k, broken := newKeptPostings(), errors.New("broken")
	if _, err := k.get("x", 50, func(uint32) ([]uint32, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	a := &asked{step: 25}
	if got, err := k.get("x", 50, a.more); err != nil || !slices.Equal(got, []uint32{25, 50}) {
		t.Errorf("%v, %v", got, err)
	}
}
