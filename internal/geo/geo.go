// Package geo holds points on the Earth and the sums done with them.
package geo

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Point is a place in WGS 84 degrees. The zero Point is in the Gulf of Guinea: use a pointer or a flag for "nowhere".
type Point struct {
	Lat float64 `json:"lat" bson:"lat"`
	Lon float64 `json:"lon" bson:"lon"`
}

// earth is the mean radius of the Earth in metres (IUGG).
const earth = 6_371_008.8

// ByHandMost is how far from the point of its commune something may be shown on a map by hand, in metres.
const ByHandMost = 40_000

// Distance returns the metres between two points along the great circle (haversine: within 0.3 % of the ellipsoid).
func Distance(a, b Point) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (b.Lat-a.Lat)*rad, (b.Lon-a.Lon)*rad
	h := sq(math.Sin(dLat/2)) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*sq(math.Sin(dLon/2))
	return 2 * earth * math.Asin(math.Min(1, math.Sqrt(h)))
}

func sq(x float64) float64 { return x * x }

// Valid reports whether p is on the globe.
func (p Point) Valid() bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180
}

// Round returns p with three decimals, about 100 m: what may stand in a URL.
func (p Point) Round() Point {
	return Point{Lat: math.Round(p.Lat*1000) / 1000, Lon: math.Round(p.Lon*1000) / 1000}
}

// Fine returns p with five decimals, about a metre: what somebody shows on a map.
func (p Point) Fine() Point {
	return Point{Lat: math.Round(p.Lat*1e5) / 1e5, Lon: math.Round(p.Lon*1e5) / 1e5}
}

// Moved returns the point so many metres to the north and to the east of p, on the flat: good for some kilometres.
func (p Point) Moved(north, east float64) Point {
	return Point{Lat: p.Lat + degrees(north), Lon: p.Lon + degrees(east)/narrow(p.Lat)}
}

// degrees is how long metres are on a great circle.
func degrees(metres float64) float64 { return metres / earth * 180 / math.Pi }

// narrow is how long a degree of longitude is, as a share of one of latitude; never nothing, as at the poles.
func narrow(lat float64) float64 { return math.Max(0.01, math.Cos(lat*math.Pi/180)) }

// String is "lat,lon" with as many decimals as it takes.
func (p Point) String() string {
	return strconv.FormatFloat(p.Lat, 'f', -1, 64) + "," + strconv.FormatFloat(p.Lon, 'f', -1, 64)
}

// Parse reads "lat,lon" with decimal points.
func Parse(s string) (Point, error) {
	lat, lon, ok := strings.Cut(s, ",")
	if !ok {
		return Point{}, fmt.Errorf("point %.40q: want lat,lon", s)
	}
	p := Point{Lat: number(lat), Lon: number(lon)}
	if !p.Valid() { // NaN is not valid either
		return Point{}, fmt.Errorf("point %.40q: not on the globe", s)
	}
	return p, nil
}

func number(s string) float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

// Wind is one of the eight directions, clockwise from the north.
type Wind int

// The winds.
const (
	North Wind = iota
	NorthEast
	East
	SouthEast
	South
	SouthWest
	West
	NorthWest
)

// Toward returns the wind that leads from one point to another. Between two that are one it is North.
func Toward(from, to Point) Wind {
	angle := math.Atan2((to.Lon-from.Lon)*narrow(from.Lat), to.Lat-from.Lat) * 180 / math.Pi
	return Wind((int(math.Round(angle/45)) + 8) % 8)
}

// Box is a rectangle of degrees.
type Box struct{ South, West, North, East float64 }

// Around returns the box that holds the circle of radius metres round p.
func Around(p Point, radius float64) Box {
	dLat := degrees(radius)
	dLon := dLat / narrow(p.Lat)
	return Box{South: p.Lat - dLat, West: p.Lon - dLon, North: p.Lat + dLat, East: p.Lon + dLon}
}

// Holds reports whether p lies in b, edges included.
func (b Box) Holds(p Point) bool {
	return p.Lat >= b.South && p.Lat <= b.North && p.Lon >= b.West && p.Lon <= b.East
}
