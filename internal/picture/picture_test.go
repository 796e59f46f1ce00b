package picture

import (
	"slices"
	"testing"
)

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		width, height int
		want          []Size
	}{
		{4000, 3000, []Size{{Small, 320, 240}, {Medium, 800, 600}, {Large, 1600, 1200}}},
		{3000, 4000, []Size{{Small, 240, 320}, {Medium, 600, 800}, {Large, 1200, 1600}}},
		{1000, 500, []Size{{Small, 320, 160}, {Medium, 800, 400}, {Large, 1000, 500}}},
		{801, 801, []Size{{Small, 320, 320}, {Medium, 800, 800}, {Large, 801, 801}}},
		{800, 10, []Size{{Small, 320, 4}, {Medium, 800, 10}}},
		{320, 320, []Size{{Small, 320, 320}}},
		{1, 1, []Size{{Small, 1, 1}}},
		{10000, 20, []Size{{Small, 320, 1}, {Medium, 800, 2}, {Large, 1600, 3}}},
		{20, 10000, []Size{{Small, 1, 320}, {Medium, 2, 800}, {Large, 3, 1600}}},
	} {
		if got := Sizes(test.width, test.height); !slices.Equal(got, test.want) {
			t.Errorf("%d × %d: %v, want %v", test.width, test.height, got, test.want)
		}
	}
}

// What is kept of a picture tells the same sizes as the picture did.
func TestSizesOfTheLargest(t *testing.T) {
	t.Parallel()
	for _, one := range [][2]int{{4000, 3000}, {1601, 7}, {7, 1601}, {10000, 20}, {801, 700}, {33, 44}} {
		all := Sizes(one[0], one[1])
		last := all[len(all)-1]
		if got := (Picture{Width: last.Width, Height: last.Height}).Sizes(); len(got) != len(all) || got[len(got)-1] != last {
			t.Errorf("%v: %v, want %v", one, got, all)
		}
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	if got := IDs([]Picture{{ID: "a"}, {ID: "b"}}); !slices.Equal(got, []string{"a", "b"}) {
		t.Error(got)
	}
	if (Picture{}).Is() || !(Picture{ID: "x"}).Is() {
		t.Error("a picture has an id")
	}
}
