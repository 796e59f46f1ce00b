package mongo

import (
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Filters are made here only, of our own field names and typed values: what a visitor sends is always a value that is
// compared, never an operator, a pattern or a field.

// where joins conditions.
func where(conditions ...bson.E) bson.D { return append(bson.D{}, conditions...) }

// is holds where field has the value or, when field is a list, holds it.
func is[V string | int64](field string, value V) bson.E { return bson.E{Key: field, Value: value} }

// isAny holds where field has one of the values.
func isAny(field string, values []string) bson.E {
	return compare(field, bson.E{Key: "$in", Value: values})
}

// present and missing hold where there is a field, and where there is none.
func present(field string) bson.E { return compare(field, bson.E{Key: "$exists", Value: true}) }
func missing(field string) bson.E { return compare(field, bson.E{Key: "$exists", Value: false}) }

// compare holds where the value of field keeps within all bounds. A missing field keeps within none.
func compare(field string, bounds ...bson.E) bson.E { return bson.E{Key: field, Value: bson.D(bounds)} }

func above[V string | time.Time](v V) bson.E   { return bson.E{Key: "$gt", Value: v} }
func below[V string | time.Time](v V) bson.E   { return bson.E{Key: "$lt", Value: v} }
func atLeast[V string | time.Time](v V) bson.E { return bson.E{Key: "$gte", Value: v} }
func atMost[V string | time.Time](v V) bson.E  { return bson.E{Key: "$lte", Value: v} }

// either holds where one of the conditions does.
func either(a, b bson.E) bson.E { return bson.E{Key: "$or", Value: bson.A{bson.D{a}, bson.D{b}}} }

// set and unset are updates of single fields.
func set(fields ...bson.E) bson.E { return bson.E{Key: "$set", Value: bson.D(fields)} }
func unset(field string) bson.E   { return bson.E{Key: "$unset", Value: bson.D{{Key: field, Value: ""}}} }

// by is an order: fields upwards, a field behind a hyphen downwards.
func by(fields ...string) bson.D {
	order := make(bson.D, len(fields))
	for i, field := range fields {
		order[i] = bson.E{Key: field, Value: 1}
		if field[0] == '-' {
			order[i] = bson.E{Key: field[1:], Value: -1}
		}
	}
	return order
}

// at gives a field an instant.
func at(field string, t time.Time) bson.E { return bson.E{Key: field, Value: t} }
