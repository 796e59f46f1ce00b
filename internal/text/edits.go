package text

// Edits returns how many letters must be added, dropped, changed or swapped with their neighbour to make b of a
// (optimal string alignment), or most+1 when it takes more than most. Both are compared as they stand: fold them first.
func Edits(a, b string, most int) int {
	from, to := []rune(a), []rune(b)
	if max(len(from)-len(to), len(to)-len(from)) > most {
		return most + 1
	}
	last := edits(from, to, most)
	if last == nil {
		return most + 1
	}
	return min(last[len(last)-1], most+1)
}

// EditsToStart is Edits from a to the beginning of b that is nearest to it: what somebody still typing b gets wrong.
func EditsToStart(a, b string, most int) int {
	from, to := []rune(a), []rune(b)
	to = to[:min(len(to), len(from)+most)] // what lies beyond is no beginning near enough
	best := most + 1
	for _, n := range edits(from, to, most) {
		best = min(best, n)
	}
	return best
}

// edits returns the last row of the table of distances, one number for each beginning of b; nil when all pass most.
func edits(a, b []rune, most int) []int {
	n := len(b) + 1
	rows := make([]int, 3*n)
	before, row, next := rows[:n], rows[n:2*n], rows[2*n:]
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
			least = min(least, next[j])
		}
		if least > most {
			return nil
		}
		before, row, next = row, next, before
	}
	return row
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
