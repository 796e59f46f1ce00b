package embedded

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestPick(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, 2, 31, 32, 33, 100, 1000} {
		for _, n := range []int{0, 1, 20, 33, 64, size / 2, size - 1, size, size + 5} {
			if n < 0 {
				continue
			}
			for shape, list := range map[string][]int{"mixed": r.Perm(size), "sorted": upTo(size), "reversed": reversed(size)} {
				got := pick(list, n, cmp.Compare[int])
				if want := upTo(min(n, size)); !slices.Equal(got, want) {
					t.Errorf("%d of %d, %s: %v", n, size, shape, got)
				}
				slices.Sort(list)
				if !slices.Equal(list, upTo(size)) {
					t.Errorf("%d of %d, %s: elements were lost", n, size, shape)
				}
			}
		}
	}
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func reversed(n int) []int {
	list := upTo(n)
	slices.Reverse(list)
	return list
}

func FuzzPick(f *testing.F) {
	f.Add([]byte("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 7)
	f.Fuzz(func(t *testing.T, b []byte, n int) {
		slices.Sort(b)
		list := slices.Compact(b)
		want := slices.Clone(list)
		r := rand.New(rand.NewPCG(uint64(n), 1))
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		n = max(0, n%(len(list)+1))
		if got := pick(list, n, cmp.Compare[byte]); !slices.Equal(got, want[:n]) {
			t.Fatalf("%v, want %v", got, want[:n])
		}
	})
}
