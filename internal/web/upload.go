package web

import (
	"context"
	"errors"
	"mime/multipart"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"partant/internal/calendar"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/media"
	"partant/internal/picture"
	"partant/internal/text"
)

// Limits of the forms that take files (SAFETY.md 3.3), which are those of members alone.
const (
	filesMost      = 6
	uploadLimit    = filesMost*media.MostBytes + bodyLimit
	uploadTime     = time.Minute
	uploadPatience = 45 * time.Second // making six photos, in turn with others
	partsMost      = 100
)

// takesFiles reports whether the form of an address takes files.
func takesFiles(method, path string) bool {
	if method != fiber.MethodPost {
		return false
	}
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	switch len(parts) {
	case 3:
		return path == intakePath
	case 2:
		return parts[1] == "publications"
	case 4:
		return parts[1] == "clubs" && parts[3] == "documents" || parts[1] == "publications" && parts[3] == "modifier" || parts[1] == "fiches" && parts[3] == "photos" || parts[1] == "evenements" && parts[3] == "image"
	case 5:
		return parts[1] == "clubs" && parts[3] == "inviter" && parts[4] == "liste" || parts[1] == "evenements" && parts[3] == "compte-rendu" && parts[4] == "fichiers"
	}
	return false
}

// bodyLimits lets members send files to the forms that take them, and nobody anything else: what is larger is refused while it
// is read. Beyond what fits in a little memory, files go to the disk as they come.
func (s *site) bodyLimits(h *fasthttp.RequestHeader) (limits fasthttp.RequestConfig) {
	path, _, _ := strings.Cut(string(h.RequestURI()), "?")
	secret := string(h.Cookie(s.cookieName("session")))
	if secret == "" || !takesFiles(string(h.Method()), path) || !isMultipart(string(h.ContentType())) {
		return limits
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, err := s.Accounts.Resume(ctx, secret); err != nil {
		return limits // a handler will say so
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: uploadLimit, ReadTimeout: uploadTime}
}

func isMultipart(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.EqualFold(strings.TrimSpace(kind), fiber.MIMEMultipartForm)
}

// unfold makes the fields of a form that takes files those of any other form, and keeps its files for sent.
func (s *site) unfold(c *fiber.Ctx) error {
	form, err := c.MultipartForm()
	if err != nil {
		return fiber.ErrBadRequest
	}
	words, parts, args := 0, 0, c.Request().PostArgs()
	for name, values := range form.Value {
		for _, value := range values {
			if !utf8.ValidString(name) || !utf8.ValidString(value) {
				return fiber.ErrBadRequest
			}
			words, parts = words+len(name)+len(value), parts+1
			args.Add(name, value)
		}
	}
	most := bodyLimit
	if c.Path() == intakePath { // the calendar that was looked at comes back
		most += 2 * calendar.MostBytes
	}
	if words > most || parts > partsMost {
		return fiber.ErrRequestEntityTooLarge
	}
	var files []*multipart.FileHeader
	for _, some := range form.File {
		for _, one := range some {
			if one.Filename != "" || one.Size > 0 { // a field of a file that was left empty
				files = append(files, one)
			}
		}
	}
	c.Locals(keyFiles, files)
	return nil
}

// sent are the files that came with a form.
func sent(c *fiber.Ctx) []*multipart.FileHeader {
	files, _ := c.Locals(keyFiles).([]*multipart.FileHeader)
	return files
}

// uploading gives more time where photos are made.
func (s *site) uploading(c *fiber.Ctx) error {
	if len(sent(c)) == 0 {
		return c.Next()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), uploadPatience)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

// takePhotos keeps the files of a form as photos of a page. Those that were taken before one was refused are kept too. Errors:
// fault.Fields under field; fault.Unavailable and fault.TooMany as such; those of media.Service.Add.
func (s *site) takePhotos(c *fiber.Ctx, field, pageID string, of media.Thing, room int) (taken []picture.Picture, err error) {
	files := sent(c)
	if len(files) > min(filesMost, room) {
		return nil, fault.Fields{field: tooManyFiles(len(files), room)}
	}
	for i, file := range files {
		p, err := s.takePhoto(c, pageID, of, file)
		if why, ok := media.Why(err); ok {
			return taken, fault.Fields{field: whichFile(i, len(files), file.Filename) + string(why)}
		}
		if err != nil {
			return taken, err
		}
		taken = append(taken, p)
	}
	return taken, nil
}

func (s *site) takePhoto(c *fiber.Ctx, pageID string, of media.Thing, file *multipart.FileHeader) (picture.Picture, error) {
	if err := s.Limits.Allow(c.UserContext(), limit.Upload, limit.Member(who(c).account.ID)); err != nil {
		return picture.Picture{}, err
	}
	if file.Size > media.MostBytes {
		return picture.Picture{}, media.TooHeavy
	}
	f, err := file.Open()
	if err != nil {
		return picture.Picture{}, err
	}
	p, err := s.Media.Add(c.UserContext(), who(c).viewer(), pageID, of, f)
	return p, errors.Join(err, f.Close())
}

// tooManyFiles says how many files may come.
func tooManyFiles(n, room int) string {
	switch {
	case room <= 0:
		return "Il n'y a plus de place : retirez d'abord une photo."
	case room < filesMost:
		return "Il reste de la place pour " + photosWords(room) + ", vous en avez choisi " + text.Number(n) + "."
	}
	return "Six photos à la fois, au plus : vous en avez choisi " + text.Number(n) + "."
}

func photosWords(n int) string {
	if n == 1 {
		return "une photo"
	}
	return text.Number(n) + " photos"
}

// whichFile says which of several files is spoken of.
func whichFile(i, of int, name string) string {
	if of == 1 {
		return ""
	}
	if name = text.Cut(text.Line(strings.ToValidUTF8(name, "")), 60); name == "" {
		return "Photo " + text.Number(i+1) + " : "
	}
	return "« " + name + " » : "
}

// busy says under a field that a photo has to be sent again, when that is what err means: what was typed is not lost by it.
func busy(c *fiber.Ctx, err error, field string) (status int, wrong fault.Fields) {
	say := ""
	var over fault.TooManyFor
	switch {
	case errors.Is(err, fault.Full):
		status, say = fiber.StatusServiceUnavailable, "Nous n'avons plus de place pour une photo : votre texte, lui, est là."
	case errors.Is(err, fault.Unavailable):
		status, say = fiber.StatusServiceUnavailable, "Beaucoup de photos arrivent en ce moment : choisissez la vôtre à nouveau, dans un instant."
	case errors.As(err, &over):
		status, say = fiber.StatusTooManyRequests, "Vous avez envoyé beaucoup de photos : les suivantes seront les bienvenues "+waitWords(over.Wait)+"."
	default:
		return 0, nil
	}
	sayWait(c, err, waitOf(err))
	return status, fault.Fields{field: say}
}
