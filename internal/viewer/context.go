package viewer

import "context"

type key struct{}

// With returns a context in which v reads: what is not for everybody is given by who stands there.
func With(ctx context.Context, v Viewer) context.Context { return context.WithValue(ctx, key{}, v) }

// Of returns who reads in a context; the zero Viewer, a visitor, where nobody said so.
func Of(ctx context.Context) Viewer {
	v, _ := ctx.Value(key{}).(Viewer)
	return v
}
