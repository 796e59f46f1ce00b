package web

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/moderation"
	"partant/internal/post"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// errObject is what a program hears that sends no JSON object.
var errObject = refusal{fiber.ErrBadRequest, "Ce n'est pas un objet JSON bien formé, en UTF-8."}

// bodyOf reads the JSON object of a request into a struct, whose tags name the fields that there are. Errors: refusal; fault.Fields, which
// name each field that there is not, and each of another kind.
func bodyOf[T any](c *fiber.Ctx) (into T, err error) {
	raw, sent := c.Request().Body(), map[string]json.RawMessage(nil)
	if !utf8.Valid(raw) || json.Unmarshal(raw, &sent) != nil || sent == nil {
		return into, errObject
	}
	wrong, names := fault.Fields{}, []string(nil)
	to := reflect.ValueOf(&into).Elem()
	for i := range to.NumField() {
		name := to.Type().Field(i).Tag.Get("json")
		names = append(names, name)
		if typed, ok := sent[name]; ok && json.Unmarshal(typed, to.Field(i).Addr().Interface()) != nil {
			wrong.Add(name, wanted(to.Field(i).Type()))
		}
		delete(sent, name)
	}
	for name := range sent {
		wrong.Add(text.Cut(text.Line(name), mostQuoted), "Ce champ n'existe pas ici. Il y a : "+strings.Join(names, ", ")+".")
	}
	return into, wrong.Err()
}

// wanted says what a field takes.
func wanted(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool:
		return "Ce champ attend true ou false."
	case reflect.Int:
		return "Ce champ attend un nombre entier."
	case reflect.Slice:
		return "Ce champ attend une liste de textes."
	case reflect.Map:
		return "Ce champ attend un objet, dont chaque valeur est un texte."
	}
	return "Ce champ attend un texte."
}

// apiNames are the fields of forms as programs name them.
var apiNames = map[string]string{
	viewer.FieldVoice: "as", post.FieldTitle: "title", post.FieldBody: "text", post.FieldTags: "tags", comment.FieldBody: "text", comment.FieldAspect: "aspect",
	discussion.FieldKind: "kind", discussion.FieldPurpose: "purpose", discussion.FieldPayer: "payer", discussion.FieldTheme: "theme", discussion.FieldCommune: "commune", discussion.FieldClub: "club",
	discussion.FieldPrivate: "private", discussion.FieldTo: "to",
	event.FieldPrice: "price", event.FieldPlace: "place", event.FieldOnline: "link", event.FieldHour: "start", event.FieldEndHour: "end", event.FieldPlaces: "places", event.FieldWith: "companions",
	event.FieldUntilHour: "deadline", event.FieldTags: "tags", event.FieldFor: "audience", event.FieldReason: "reason", event.FieldSays: "says", event.FieldRemind: "remind",
	follow.FieldFollow: "follow",
}

// forProgram is err with the names of fields that programs know.
func forProgram(err error) error {
	var wrong fault.Fields
	if !errors.As(err, &wrong) {
		return err
	}
	named := fault.Fields{}
	for field, say := range wrong {
		if question, ok := strings.CutPrefix(field, event.FieldSaid); ok {
			field = "answers." + question
		}
		if name, ok := apiNames[field]; ok {
			field = name
		}
		named.Add(field, say)
	}
	return named
}

// headerOnce is the header by which a program that asks twice does it once.
const headerOnce = "Idempotency-Key"

// draftKey is the id of what a program makes: the same for the same Idempotency-Key of the same member at the same address.
func draftKey(c *fiber.Ctx) (string, error) {
	key := c.Get(headerOnce)
	if key == "" {
		return id.New(), nil
	}
	if len(key) > 255 || !printable(key) {
		return "", refusal{fiber.ErrBadRequest, "L'en-tête Idempotency-Key est trop long ou illisible : 255 signes au plus."}
	}
	return id.Named("interface "+c.Route().Path, who(c).account.ID+"\x00"+key), nil
}

// apiVoice is the id of the page that a program names by its slug; of the first that its member speaks for when it names none.
func (s *site) apiVoice(c *fiber.Ctx, slug string) (string, error) {
	r, err := s.readerOf(c)
	if err != nil {
		return "", err
	}
	for _, v := range r.voices {
		if slug == "" || v.Slug == slug {
			return v.Page, nil
		}
	}
	if len(r.voices) == 0 {
		return "", fault.Fields{"as": "Cette personne n'a pas encore de page : qu'elle en fasse une sur le site, c'est elle qui parle."}
	}
	return "", fault.Fields{"as": "Cette personne ne parle pas au nom de cette page."}
}

// apiHeld is what a program hears of words that wait to be read by a moderator.
type apiHeld struct {
	Held   bool   `json:"held"`
	Detail string `json:"detail"`
	URL    string `json:"url"` // why, for the member
}

// heldIn is the case of what waits to be read by a moderator; empty: it does not.
func heldIn(m *unseen.Mark, kind moderation.Kind, id string) string {
	if m == nil {
		return ""
	}
	return moderation.CaseOf(kind, id)
}

// sendMade answers that something was made, with its address; what waits to be read by a moderator is accepted, and not there yet.
func (s *site) sendMade(c *fiber.Ctx, path, held string, send func() error) error {
	if held != "" {
		return c.Status(fiber.StatusAccepted).JSON(apiHeld{true, "Le texte est gardé. Il attend d'être relu avant d'être vu.", s.canonical("/decisions/" + held)})
	}
	c.Status(fiber.StatusCreated).Location(s.canonical("/api/v1" + path))
	return send()
}

// done answers what leaves nothing to read.
func done(c *fiber.Ctx, err error) error {
	if err != nil {
		return forProgram(err)
	}
	return c.SendStatus(fiber.StatusNoContent)
}
