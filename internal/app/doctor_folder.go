package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"partant/internal/config"
)

// examineFolders tries to write where data goes.
func examineFolders(cfg config.Config) []Finding {
	var findings []Finding
	folder, ours := cfg.SQLite()
	if ours {
		findings = append(findings, examineFolder(folder))
	}
	if _, yes := cfg.Embedded(); yes && (!ours || filepath.Clean(folder) != filepath.Clean(cfg.Data)) {
		findings = append(findings, examineFolder(cfg.Data))
	}
	return findings
}

func examineFolder(dir string) Finding {
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return examineMissing(dir)
	case err != nil:
		return bad("The data folder %s cannot be reached: %v", dir, reason(err))
	case !info.IsDir():
		return bad("%s is a file: the data folder must be a folder.", dir)
	}
	probe, err := os.CreateTemp(dir, ".doctor-")
	if err != nil {
		return bad("Nothing can be written in the data folder %s: %v", dir, reason(err))
	}
	const some = 1 << 20
	_, err = probe.Write(make([]byte, some))
	if err = errors.Join(err, probe.Close(), os.Remove(probe.Name())); err != nil {
		return bad("The data folder %s cannot be written (is the disk full?): %v", dir, err)
	}
	return well("The data folder %s can be written.", dir)
}

// examineMissing tries whether the first start could make the folder: whether another one can be made in what stands
// nearest above it. That other one is gone afterwards.
func examineMissing(dir string) Finding {
	above := nearest(dir)
	probe, err := os.MkdirTemp(above, ".doctor-")
	if err == nil {
		err = os.Remove(probe)
	}
	if err != nil {
		return bad("There is no data folder %s and the first start cannot make it: nothing can be written in %s (%v). "+
			"Name another folder in PARTANT_DATA, or make this one for the user who runs the program.", dir, above, reason(err))
	}
	return advice("There is no data folder %s yet: the first start makes it.", dir)
}

// nearest is what exists on the way to a missing folder: the folder above it, or further up, or a link that leads nowhere.
func nearest(dir string) string {
	for dir = filepath.Clean(dir); ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
	}
}

func isMissing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// reason is why a file could not be had, without what was tried.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
