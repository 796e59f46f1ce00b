package imaging

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestTmp(t *testing.T) {
	all, _ := filepath.Glob("/work/shared/data/images/*")
	for _, f := range all {
		b, _ := os.ReadFile(f)
		m, err := New().Make(t.Context(), bytes.NewReader(b))
		t.Log(filepath.Base(f), m.Width, m.Height, len(m.Blur), err)
		for _, x := range m.Files {
			t.Log("     ", x.Size, x.Type, len(x.Content))
			os.MkdirAll("/tmp/med", 0o755)
			os.WriteFile("/tmp/med/"+filepath.Base(f)+"-"+x.Size+"."+x.Type[6:], x.Content, 0o644)
		}
	}
}
