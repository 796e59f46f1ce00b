package views_test

import (
	"bytes"
	"context"
	"testing"

	"partant/views"
	"partant/views/sample"
)

// BenchmarkDirectory draws a page of 20 cards without facets or map: what SPEED measures.
func BenchmarkDirectory(b *testing.B) {
	p := sample.Directory()
	p.Cards = append(p.Cards, p.Cards...)
	p.Facets, p.Map = nil, views.MapView{}
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := views.Directory(p).Render(context.Background(), &out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes/page")
}

// BenchmarkDirectoryWhole draws it with everything.
func BenchmarkDirectoryWhole(b *testing.B) {
	p := sample.Directory()
	p.Cards = append(p.Cards, p.Cards...)
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := views.Directory(p).Render(context.Background(), &out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes/page")
}

// BenchmarkProfile draws a full page of the directory.
func BenchmarkProfile(b *testing.B) {
	p := sample.Fiche(false)
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := views.Profile(p).Render(context.Background(), &out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes/page")
}
