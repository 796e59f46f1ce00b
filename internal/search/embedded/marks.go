package embedded

import (
	"context"

	"partant/internal/search"
	"partant/internal/search/french"
)

// A snippet is about thirty words, some of them before the first match.
const (
	snippetWords = 30
	wordsBefore  = 8
)

// mark fills in the names and snippets of the hits.
func (c *content) mark(ctx context.Context, a *answer) error {
	if len(a.result.Hits) == 0 {
		return nil
	}
	return c.pool.use(ctx, func(r *readConn) error {
		for i := range a.result.Hits {
			hit := &a.result.Hits[i]
			name, body, err := r.text(hit.ID)
			if err != nil {
				return err
			}
			hit.Name = search.Marked{Text: name, Ranges: a.ranges(french.Tokens(name), false)}
			hit.Snippet = a.snippet(body)
		}
		return nil
	})
}

// ranges returns where the tokens stand that the query asked for. Parts of a joined word are marked with it.
func (a *answer) ranges(tokens []french.Token, inBody bool) [][2]int {
	if a.found == nil {
		return nil
	}
	var out [][2]int
	for _, token := range tokens {
		id := a.t.vocab.ids[token.Word]
		if id == 0 || !a.found.meaning.asksFor(id, inBody) {
			continue
		}
		at := [2]int{token.Start, token.End}
		if token.Joined {
			out = cover(out, at)
		} else {
			out = append(out, at)
		}
	}
	return out
}

// cover adds a range, in its place and instead of those it covers.
func cover(ranges [][2]int, at [2]int) [][2]int {
	var out [][2]int
	placed := false
	for _, r := range ranges {
		if r[0] >= at[0] && !placed {
			out, placed = append(out, at), true
		}
		if r[1] <= at[0] || r[0] >= at[1] {
			out = append(out, r)
		}
	}
	if !placed {
		out = append(out, at)
	}
	return out
}

// asksFor reports whether a word stands for one of the query. What one or two letters begin counts in names only.
func (m *meaning) asksFor(id uint32, inBody bool) bool {
	for i := range m.words {
		like := m.of(i, id)
		if like != 0 && (like != start || !inBody || m.words[i].Everywhere()) {
			return true
		}
	}
	return false
}

// snippet cuts a description round the first word that was asked for, at words.
func (a *answer) snippet(body string) search.Marked {
	tokens := apart(french.Tokens(body))
	first := 0
	if marks := a.ranges(tokens, true); len(marks) > 0 {
		for tokens[first].Start < marks[0][0] {
			first++
		}
	}
	from := max(0, min(first-wordsBefore, len(tokens)-snippetWords))
	to := min(from+snippetWords, len(tokens))
	start, end := 0, len(body)
	var before, after string
	if from > 0 {
		start, before = tokens[from].Start, "… "
	}
	if to < len(tokens) {
		end, after = tokens[to-1].End, " …"
	}
	marked := search.Marked{Text: before + body[start:end] + after, Ranges: a.ranges(tokens[from:to], true)}
	for i := range marked.Ranges {
		marked.Ranges[i][0] += len(before) - start
		marked.Ranges[i][1] += len(before) - start
	}
	return marked
}

// apart returns the tokens that are not made of others.
func apart(tokens []french.Token) []french.Token {
	for i, token := range tokens {
		if token.Joined {
			return tokens[:i]
		}
	}
	return tokens
}
