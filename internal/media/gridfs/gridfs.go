// Package gridfs keeps the files of photos in the database that keeps the documents.
package gridfs

import (
	"bytes"
	"context"
	"errors"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/fault"
)

// Files is the media.Files of a database: each file is a document whose id is its name, and its pieces.
type Files struct {
	base *driver.Database
	kind func(error) error
}

// bucketName begins the names of the two collections.
const bucketName = "photo_fichiers"

// New returns the files of a database. Kind makes a fault of what its driver says: see mongo.Kind.
func New(base *driver.Database, kind func(error) error) Files {
	return Files{base, kind}
}

// bucket is for one call: the driver's may not be shared, since its transfers go through one buffer.
func (f Files) bucket() *driver.GridFSBucket {
	return f.base.GridFSBucket(options.GridFSBucket().SetName(bucketName))
}

// Put implements media.Files. Pieces are written first: a reader sees the file whole or not at all.
func (f Files) Put(ctx context.Context, name string, content []byte) (err error) {
	defer fault.Wrap(&err, "gridfs.Put(%.60s)", name)
	err = f.bucket().UploadFromStreamWithID(ctx, name, name, bytes.NewReader(content))
	if driver.IsDuplicateKeyError(err) { // it is there, or a part of it is that was never ended
		if err := f.Delete(ctx, name); err != nil {
			return err
		}
		err = f.bucket().UploadFromStreamWithID(ctx, name, name, bytes.NewReader(content))
	}
	return f.kind(err)
}

// Get implements media.Files.
func (f Files) Get(ctx context.Context, name string) (_ []byte, err error) {
	defer fault.Wrap(&err, "gridfs.Get(%.60s)", name)
	var content bytes.Buffer
	_, err = f.bucket().DownloadToStream(ctx, name, &content)
	if errors.Is(err, driver.ErrFileNotFound) {
		return nil, fault.NotFound
	}
	return content.Bytes(), f.kind(err)
}

// Delete implements media.Files.
func (f Files) Delete(ctx context.Context, names ...string) (err error) {
	defer fault.Wrap(&err, "gridfs.Delete")
	for _, name := range names {
		if err := f.bucket().Delete(ctx, name); err != nil && !errors.Is(err, driver.ErrFileNotFound) {
			return f.kind(err)
		}
	}
	return nil
}
