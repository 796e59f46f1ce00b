package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/internal/fault"
	"partant/internal/id"
)

// photoPolicy lets a photo that is opened by itself do nothing, whatever its bytes could be taken for.
const photoPolicy = "sandbox; default-src 'none'"

// photo is /medias/{id}/{size}. A size of a photo never changes; who may see it may: so browsers keep it, and nobody between.
func (s *site) photo(c *fiber.Ctx) error {
	if !id.Valid(c.Params("id")) {
		return fault.NotFound
	}
	file, err := s.Media.Open(c.UserContext(), who(c).viewer(), c.Params("id"), c.Params("taille"))
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set("Content-Security-Policy", photoPolicy)
	if file.Public {
		h.Set("Cache-Control", "private, max-age=31536000, immutable")
		h.Set("ETag", `"`+file.Tag+`"`)
		if matches(c.Get("If-None-Match"), `"`+file.Tag+`"`) {
			return c.Status(fiber.StatusNotModified).Send(nil)
		}
	}
	h.SetContentType(file.Type)
	c.Response().SetBodyRaw(file.Content)
	return nil
}
