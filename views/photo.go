package views

import (
	"strconv"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/profile"
)

// PhotosPage is /fiches/{slug}/photos.
type PhotosPage struct {
	Chrome   Chrome
	Slug     string
	Kind     profile.Kind
	Name     string
	Pictures profile.Pictures
	CanAdd   bool // speak for the page; moderators only take out
	Wrong    fault.Fields
}

// What the forms of the page do: values of FieldDo.
const (
	DoLogo    = "logo"
	DoNoLogo  = "sans-logo"
	DoCover   = "couverture"
	DoNoCover = "sans-couverture"
	DoGallery = "galerie"
)

// The fields of the forms with photos that no domain names.
const (
	FieldLogo     = "logo"
	FieldCover    = "couverture"
	FieldCoverAlt = "description"
	FieldTakeOut  = "retirer" // the id of a photo
	FieldPlace    = "place_"  // followed by the id of a photo
)

// PhotoField is the field of the files of one of the forms.
func PhotoField(do string) string {
	switch do {
	case DoLogo:
		return FieldLogo
	case DoCover:
		return FieldCover
	}
	return profile.FieldPhotos
}

// accepted are the formats that are read, for the window in which one chooses.
const accepted = "image/jpeg,image/png,image/gif,image/webp"

// photoOrder is the order of the page.
var photoOrder = []string{FieldLogo, FieldCover, profile.FieldPhotos}

// logoWord is what stands beside the name.
func (p PhotosPage) logoWord() string {
	if p.Kind == profile.Person {
		return "Votre portrait"
	}
	return "Votre logo"
}

func (p PhotosPage) full() bool { return len(p.Pictures.Photos) >= profile.MaxPhotos }

// room is how many more photos the gallery takes, in words.
func (p PhotosPage) room() string {
	return Plural(profile.MaxPhotos-len(p.Pictures.Photos), "photo", "photos")
}

// places are the places of the gallery.
func (p PhotosPage) places() []string {
	all := make([]string, len(p.Pictures.Photos))
	for i := range all {
		all[i] = strconv.Itoa(i + 1)
	}
	return all
}

// The widths that photos are shown in, for browsers to choose a size by.
const (
	columnSizes  = "(min-width: 48rem) 44rem, 100vw"
	halfSizes    = "(min-width: 48rem) 22rem, 50vw"
	gallerySizes = "(min-width: 60rem) 15rem, (min-width: 40rem) 33vw, 50vw"
	coverSizes   = "(min-width: 70rem) 70rem, 100vw"
)

// postSizes is the width that one of so many photos of a publication is shown in.
func postSizes(of int) string {
	if of == 1 {
		return columnSizes
	}
	return halfSizes
}

// more says how many photos a card does not show.
func more(n int) string {
	if n == 1 {
		return "et une autre photo"
	}
	return "et " + Number(n) + " autres photos"
}

func width(p picture.Picture) string  { return strconv.Itoa(p.Width) }
func height(p picture.Picture) string { return strconv.Itoa(p.Height) }

func coverLabel(now picture.Picture) string {
	if now.Is() {
		return "Choisir une autre photo"
	}
	return "Choisir une photo"
}

// arrived says what is still to do for photos that have just come.
func arrived(p PostFormPage) string {
	then := "publiez"
	if !p.Unsaid {
		then = "enregistrez"
	}
	if p.New == 1 {
		return "Votre photo est arrivée. Dites ce qu'elle montre, puis " + then + "."
	}
	return "Vos " + Number(p.New) + " photos sont arrivées. Dites ce que montre chacune, puis " + then + "."
}
