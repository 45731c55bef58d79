package internalutil

import (
	"os"
	"path/filepath"
	"testing"
)

// TestParseLocale has the answers of HotSpot 17 on Linux.
func TestParseLocale(t *testing.T) {
	for name, want := range map[string]locale{
		"C":                {language: "en", country: "US", encoding: "ANSI_X3.4-1968"},
		"POSIX":            {language: "en", country: "US", encoding: "ANSI_X3.4-1968"},
		"C.UTF-8":          {language: "en", encoding: "UTF-8"},
		"de_DE.UTF-8":      {language: "de", country: "DE", encoding: "UTF-8"},
		"sr_RS.utf8@latin": {language: "sr", country: "RS", script: "Latn", encoding: "UTF-8"},
		"fr_FR":            {language: "fr", country: "FR", encoding: "ISO-8859-1"},
		"de_DE@euro":       {language: "de", country: "DE", encoding: "ISO-8859-15"},
		"ja_JP.EUC-JP":     {language: "ja", country: "JP", encoding: "EUC-JP"},
	} {
		if got := parseLocale(name); got != want {
			t.Errorf("parseLocale(%q) = %+v, want %+v", name, got, want)
		}
	}
}

func TestInstalled(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "de_DE.utf8"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "locale-archive"), []byte("..\x00fr_FR.utf8\x00.."), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"C": true, "C.UTF-8": true, "de_DE.UTF-8": true, "fr_FR.UTF-8": true, "fr_FR": false, "xx_YY.UTF-8": false,
	} {
		if got := installed(name, dir); got != want {
			t.Errorf("installed(%q) = %v, want %v", name, got, want)
		}
	}
}
