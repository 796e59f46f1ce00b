package imaging

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"

	"partant/internal/media"
)

// What a photo may be, before any of its pixels is read.
const (
	mostSide   = 10_000
	mostPixels = 40_000_000
	mostDeep   = 12_000_000     // of 16 bits a colour
	mostMemory = 8 * mostPixels // bytes that reading it may take
	peeked     = 1 << 20        // how much of the beginning is looked at
	upright    = 1              // the orientation of a photo that says none
	own        = 4              // bytes of a pixel of our own copy
	perCoeff   = 4              // bytes that a progressive JPEG keeps of each sample while it is read
)

// format is one of the formats that are read.
type format struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	exact  bool // it keeps each pixel as it was drawn: logos are sent so
}

var (
	jpegFormat = format{config: jpeg.DecodeConfig, decode: jpeg.Decode}
	pngFormat  = format{config: png.DecodeConfig, decode: png.Decode, exact: true}
	gifFormat  = format{config: gif.DecodeConfig, decode: gif.Decode, exact: true} // the first image of an animation
	webpFormat = format{config: webp.DecodeConfig, decode: webp.Decode}
)

// formatOf tells the format by how a file begins, whatever its name says; media.Refusal for all but four.
func formatOf(head []byte) (format, error) {
	begins := func(with string) bool { return bytes.HasPrefix(head, []byte(with)) }
	switch {
	case len(head) == 0:
		return format{}, media.Empty
	case begins("\xff\xd8\xff"):
		return jpegFormat, nil
	case begins("\x89PNG\r\n\x1a\n"):
		return pngFormat, nil
	case begins("GIF87a"), begins("GIF89a"):
		return gifFormat, nil
	case begins("RIFF") && len(head) >= 21 && string(head[8:12]) == "WEBP":
		if string(head[12:16]) == "VP8X" && head[20]&animated != 0 {
			return format{}, media.Animation
		}
		return webpFormat, nil
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return format{}, media.HEIC
	case bytes.Contains(head[:min(len(head), 1024)], []byte("<svg")):
		return format{}, media.Drawing
	}
	return format{}, media.Unknown
}

// jpegStart begins every JPEG.
const jpegStart = "\xff\xd8"

// animated is the flag of an animation in the header of a WebP file.
const animated = 0x02

// look reads the header of a photo, and refuses what would be too large to read.
func look(sent io.ReadSeeker) (f format, head []byte, err error) {
	head, err = io.ReadAll(io.LimitReader(sent, peeked))
	if err == nil {
		_, err = sent.Seek(0, io.SeekStart)
	}
	if err != nil {
		return f, nil, err
	}
	if f, err = formatOf(head); err != nil {
		return f, nil, err
	}
	size, err := f.config(sent)
	if err != nil {
		return f, nil, media.Broken
	}
	if _, err := sent.Seek(0, io.SeekStart); err != nil {
		return f, nil, err
	}
	return f, head, fits(size, head)
}

// fits returns media.TooLarge for what would take too much memory.
func fits(size image.Config, head []byte) error {
	if size.Width < 1 || size.Height < 1 {
		return media.Broken
	}
	if size.Width > mostSide || size.Height > mostSide {
		return media.TooLarge
	}
	pixels := size.Width * size.Height
	deep := size.ColorModel == color.RGBA64Model || size.ColorModel == color.NRGBA64Model || size.ColorModel == color.Gray16Model
	if pixels > mostPixels || deep && pixels > mostDeep || pixels*(own+samples(head)) > mostMemory {
		return media.TooLarge
	}
	return nil
}

// How the header of a JPEG says that its pixels come in one pass, or in several.
const (
	atOnceMarker   = 0xc0
	atOnceLonger   = 0xc1
	inPassesMarker = 0xc2
)

// samples is how many bytes of a pixel a decoder keeps: four at most, but for a JPEG that comes in passes, of which it keeps
// what each pass refines until the last. One that hides how it comes is taken for such.
func samples(head []byte) int {
	if !bytes.HasPrefix(head, []byte(jpegStart)) {
		return 4
	}
	for _, marker := range []byte{atOnceMarker, atOnceLonger} {
		if _, found := segment(head, marker); found {
			return 4
		}
	}
	parts := 4
	if frame, found := segment(head, inPassesMarker); found && len(frame) >= 6 {
		parts = int(frame[5])
	}
	return parts * (1 + perCoeff)
}

// segment returns the content of the first segment of a JPEG that has a marker.
func segment(head []byte, marker byte) (content []byte, found bool) {
	if !bytes.HasPrefix(head, []byte(jpegStart)) {
		return nil, false
	}
	for rest := head[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		if rest[1] == 0xff { // filling
			rest = rest[1:]
			continue
		}
		length := int(binary.BigEndian.Uint16(rest[2:4]))
		if length < 2 || length+2 > len(rest) || rest[1] == 0xda { // the pixels begin
			return nil, false
		}
		if rest[1] == marker && (marker != exifMarker || bytes.HasPrefix(rest[4:], []byte(exifName))) {
			return rest[4 : length+2], true
		}
		rest = rest[length+2:]
	}
	return nil, false
}

// How a camera notes which way up it was held.
const (
	exifMarker     = 0xe1
	exifName       = "Exif\x00\x00"
	orientationTag = 0x0112
	entryBytes     = 12
)

// orientation reads from the beginning of a file which of its eight sides is up: upright when nothing readable says it.
func orientation(head []byte) int {
	exif, found := segment(head, exifMarker)
	if !found {
		return upright
	}
	tiff := exif[len(exifName):]
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	if string(tiff[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:8]))
	if at+2 > int64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at : at+2]) {
		if len(entries) < entryBytes {
			return upright
		}
		if order.Uint16(entries) == orientationTag {
			if said := int(order.Uint16(entries[8:])); said >= 1 && said <= 8 {
				return said
			}
			return upright
		}
		entries = entries[entryBytes:]
	}
	return upright
}
