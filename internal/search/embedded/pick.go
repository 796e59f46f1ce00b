package embedded

import "slices"

// pick puts the first n of list, in order, at its front and returns them; the rest is left in any order. It is for
// pages: sorting all of a long list to show twenty costs ten times as much. No two elements may be equal.
func pick[T any](list []T, n int, compare func(a, b T) int) []T {
	n = min(n, len(list))
	from, to := 0, len(list) // the n-th lies between; what is before from comes before what is after
	const short = 32
	for to-from > short && n > from && n < to {
		at := from + partition(list[from:to], compare)
		if n <= at {
			to = at
		} else {
			from = at
		}
	}
	slices.SortFunc(list[:to], compare)
	return list[:n]
}

// partition parts list in two, neither empty, so that all of the first come before all of the second, and returns
// where the second begins.
func partition[T any](list []T, compare func(a, b T) int) int {
	middle := median(list[0], list[len(list)/2], list[len(list)-1], compare)
	i, j := 0, len(list)-1
	for {
		for compare(list[i], middle) < 0 {
			i++
		}
		for compare(list[j], middle) > 0 {
			j--
		}
		if i >= j {
			return max(i, 1)
		}
		list[i], list[j] = list[j], list[i]
		i++
		j--
	}
}

func median[T any](a, b, c T, compare func(a, b T) int) T {
	if compare(a, b) > 0 {
		a, b = b, a
	}
	if compare(b, c) <= 0 {
		return b
	}
	if compare(a, c) > 0 {
		return a
	}
	return c
}
