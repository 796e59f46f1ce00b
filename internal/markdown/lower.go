package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// lower moves headings two levels down, to h5 at most: h1 and h2 belong to the page.
type lower struct{}

// Transform implements parser.ASTTransformer.
func (lower) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the walker never fails
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(h.Level+2, 5)
		}
		return ast.WalkContinue, nil
	})
}
