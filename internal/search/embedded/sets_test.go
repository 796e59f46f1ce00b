package embedded

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func subset(r *rand.Rand, n int, share float64) []uint32 {
	var set []uint32
	for rid := range n {
		if r.Float64() < share {
			set = append(set, uint32(rid))
		}
	}
	return set
}

func TestSets(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	for _, shares := range [][]float64{{.5, .5}, {.01, .9}, {.9, .01, .5}, {0, .5}, {1, 1}, {.3}} {
		var sets [][]uint32
		for _, share := range shares {
			sets = append(sets, subset(r, 2000, share))
		}
		var common, either []uint32
		for rid := range uint32(2000) {
			in := 0
			for _, set := range sets {
				if slices.Contains(set, rid) {
					in++
				}
			}
			if in == len(sets) {
				common = append(common, rid)
			}
			if slices.Contains(sets[0], rid) || slices.Contains(sets[len(sets)-1], rid) {
				either = append(either, rid)
			}
		}
		if got := intersect(sets); !slices.Equal(got, common) {
			t.Errorf("shares %v: %d in common, want %d", shares, len(got), len(common))
		}
		if got := union(sets[0], sets[len(sets)-1]); !slices.Equal(got, either) {
			t.Errorf("shares %v: %d in either, want %d", shares, len(got), len(either))
		}
	}
}
