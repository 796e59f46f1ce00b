package geo

import "math"

// FromLambert93 converts RGF93 / Lambert-93 metres (EPSG:2154), as SIRENE gives them, to WGS 84.
// Constants and method: IGN, NTG 71 "Projection cartographique conique conforme de Lambert".
// RGF93 and WGS 84 agree to a metre, which is enough for a map.
func FromLambert93(x, y float64) Point {
	const (
		n  = 0.7256077650532670
		c  = 11754255.426096
		xs = 700000.0
		ys = 12655612.049876
		e  = 0.08181919104281579 // first eccentricity of GRS 80
	)
	const lon0 = 3 * math.Pi / 180
	r := math.Hypot(x-xs, y-ys)
	lon := lon0 + math.Atan((x-xs)/(ys-y))/n
	iso := -math.Log(r/c) / n
	lat := 2*math.Atan(math.Exp(iso)) - math.Pi/2
	for range 12 { // converges to 1e-12 in about six steps
		s := e * math.Sin(lat)
		lat = 2*math.Atan(math.Pow((1+s)/(1-s), e/2)*math.Exp(iso)) - math.Pi/2
	}
	return Point{Lat: lat * 180 / math.Pi, Lon: lon * 180 / math.Pi}
}
