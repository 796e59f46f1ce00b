package mongo

import (
	"reflect"

	"go.mongodb.org/mongo-driver/v2/bson"

	"partant/internal/profile"
)

// opening is one span of profile.Hours: a list in a list cannot be indexed, and not every server takes one.
type opening struct {
	Day  int // of the week, Monday is 0
	From int
	To   int
}

// registry knows how the types of the domains are written that BSON does not take as they are.
func registry() *bson.Registry {
	r := bson.NewRegistry()
	hours := reflect.TypeFor[profile.Hours]()
	r.RegisterTypeEncoder(hours, bson.ValueEncoderFunc(writeHours))
	r.RegisterTypeDecoder(hours, bson.ValueDecoderFunc(readHours))
	return r
}

func writeHours(c bson.EncodeContext, w bson.ValueWriter, v reflect.Value) error {
	openings := []opening{}
	for day, spans := range v.Interface().(profile.Hours) {
		for _, s := range spans {
			openings = append(openings, opening{Day: day, From: s.From, To: s.To})
		}
	}
	list := reflect.ValueOf(openings)
	encoder, err := c.LookupEncoder(list.Type())
	if err != nil {
		return err
	}
	return encoder.EncodeValue(c, w, list)
}

func readHours(c bson.DecodeContext, r bson.ValueReader, v reflect.Value) error {
	var openings []opening
	list := reflect.ValueOf(&openings).Elem()
	decoder, err := c.LookupDecoder(list.Type())
	if err != nil {
		return err
	}
	if err := decoder.DecodeValue(c, r, list); err != nil {
		return err
	}
	var hours profile.Hours
	for _, o := range openings {
		if o.Day >= 0 && o.Day < len(hours) {
			hours[o.Day] = append(hours[o.Day], profile.Span{From: o.From, To: o.To})
		}
	}
	v.Set(reflect.ValueOf(hours))
	return nil
}
