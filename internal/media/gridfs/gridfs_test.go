package gridfs_test

import (
	"context"
	"errors"
	"testing"

	"go.uber.org/goleak"

	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/media/gridfs"
	"partant/internal/media/mediatest"
	"partant/internal/store/mongo"
	"partant/internal/testrig"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t *testing.T) gridfs.Files {
	t.Helper()
	db, err := mongo.Open(t.Context(), testrig.Mongo(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(db.Base().Drop(context.Background()), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return gridfs.New(db.Base(), mongo.Kind)
}

func TestFiles(t *testing.T) {
	t.Parallel()
	mediatest.Files(t, func(t *testing.T) media.Files { return open(t) })
}

// A server that is away is fault.Unavailable.
func TestAway(t *testing.T) {
	t.Parallel()
	f := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Put(ctx, "a-320", []byte("x")); !errors.Is(err, fault.Unavailable) {
		t.Errorf("put: %v", err)
	}
	if _, err := f.Get(ctx, "a-320"); !errors.Is(err, fault.Unavailable) {
		t.Errorf("get: %v", err)
	}
}
