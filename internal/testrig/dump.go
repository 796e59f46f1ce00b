package testrig

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"
)

// Files are the bytes of every file in a folder, one behind the other.
func Files(t testing.TB, dir string) (all []byte) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		all = append(all, b...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Collections are all documents of a MongoDB database, as JSON.
func Collections(t testing.TB, uri string) (all []byte) {
	t.Helper()
	where, err := connstring.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	client, err := driver.Connect(options.Client().ApplyURI(uri))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Disconnect(t.Context())
	base := client.Database(where.Database)
	names, err := base.ListCollectionNames(t.Context(), bson.D{})
	if err != nil || len(names) < 4 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		found, err := base.Collection(name).Find(t.Context(), bson.D{})
		if err != nil {
			t.Fatal(err)
		}
		for found.Next(t.Context()) {
			all = append(all, found.Current.String()...)
		}
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
