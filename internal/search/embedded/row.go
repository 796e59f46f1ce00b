package embedded

import (
	"encoding/binary"
	"errors"
	"math"

	"partant/internal/geo"
)

// row is what memory keeps of a document for filters, counts, orders and ranking. Its number, the rid, is never given
// to another document. It fills one line of the processor's cache: looking at all rows costs little more than that.
type row struct {
	single    [singles]uint32 // values of the fields that have one
	followers int64
	created   int64 // seconds
	updated   int64
	words     uint32          // where its words begin in table.words, segment after segment
	values    uint32          // where its values begin in table.values, list after list
	segment   [segments]uint8 // how many words each segment has
	list      [lists]uint8    // how many values each list has
	live      bool
	placed    bool
}

// vector is a point of the globe on a sphere of radius 1: distances compare by the straight line between two of them.
type vector struct{ x, y, z float64 }

func vectorOf(p geo.Point) vector {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// apart is the square of the straight line between a and b.
func (a vector) apart(b vector) float64 {
	x, y, z := a.x-b.x, a.y-b.y, a.z-b.z
	return x*x + y*y + z*z
}

// earth is the radius that geo.Distance reckons with.
const earth = 6_371_008.8

// metres turns what apart returns into a distance along the ground.
func metres(apart float64) float64 { return 2 * earth * math.Asin(math.Min(1, math.Sqrt(apart)/2)) }

// apartAt is the inverse of metres.
func apartAt(metres float64) float64 {
	if metres >= math.Pi*earth {
		return math.Inf(1)
	}
	half := math.Sin(metres / (2 * earth))
	return 4 * half * half
}

// packed is a row with its words and values, as the file keeps it.
type packed struct {
	row
	point  geo.Point // when placed
	words  []uint32
	values []uint32
}

func (p *packed) encode() []byte {
	b := make([]byte, 0, 64+2*len(p.words)+2*len(p.values))
	for _, value := range p.single {
		b = binary.AppendUvarint(b, uint64(value))
	}
	b = append(b, p.list[:]...)
	b = append(b, p.segment[:]...)
	for _, n := range p.values {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for _, n := range p.words {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for _, n := range []int64{p.followers, p.created, p.updated} {
		b = binary.AppendVarint(b, n)
	}
	if p.placed {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p.point.Lat))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p.point.Lon))
	}
	return b
}

var errRow = errors.New("a row of the index is cut short")

// decode reads what encode wrote, reusing the lists of p. It fails on bytes that encode cannot have written.
func (p *packed) decode(b []byte) error {
	r := reader{rest: b}
	p.row = row{live: true}
	for i := range p.single {
		p.single[i] = uint32(r.uvarint())
	}
	values := r.lengths(p.list[:])
	words := r.lengths(p.segment[:])
	p.values = r.list(p.values[:0], values)
	p.words = r.list(p.words[:0], words)
	p.followers, p.created, p.updated = r.varint(), r.varint(), r.varint()
	p.point = geo.Point{}
	if len(r.rest) == 16 {
		p.placed = true
		p.point = geo.Point{Lat: r.float(), Lon: r.float()}
	}
	if r.short || len(r.rest) > 0 {
		return errRow
	}
	return nil
}

// reader takes numbers off the front of bytes; short tells that there were too few.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) uvarint() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.rest, r.short = nil, true
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *reader) varint() int64 {
	n, size := binary.Varint(r.rest)
	if size <= 0 {
		r.rest, r.short = nil, true
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// lengths fills in one byte each and returns their sum.
func (r *reader) lengths(into []uint8) int {
	if len(r.rest) < len(into) {
		r.rest, r.short = nil, true
		return 0
	}
	sum := 0
	for i := range into {
		into[i] = r.rest[i]
		sum += int(into[i])
	}
	r.rest = r.rest[len(into):]
	return sum
}

func (r *reader) list(into []uint32, n int) []uint32 {
	for range n {
		into = append(into, uint32(r.uvarint()))
	}
	return into
}

func (r *reader) float() float64 {
	bits := binary.LittleEndian.Uint64(r.rest)
	r.rest = r.rest[8:]
	return math.Float64frombits(bits)
}
