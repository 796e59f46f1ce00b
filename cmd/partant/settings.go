package main

import (
	"fmt"
	"os"
	"reflect"
	"strings"

	"partant/internal/config"
)

// secretsFromFiles reads each setting whose variable has a twin with _FILE behind it.
func secretsFromFiles() error {
	for _, pair := range os.Environ() {
		name, file, _ := strings.Cut(pair, "=")
		setting, ok := strings.CutSuffix(name, "_FILE")
		if !ok || !strings.HasPrefix(name, "PARTANT_") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.Setenv(setting, strings.TrimSpace(string(content))); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

type configCmd struct{}

// Run prints every setting as its variable.
func (configCmd) Run(cfg config.Config) error {
	if base, err := cfg.Base(); err == nil {
		cfg.BaseURL = base.String()
	}
	printSettings(reflect.ValueOf(cfg), "")
	return nil
}

func printSettings(v reflect.Value, prefix string) {
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		if field.Type.Kind() == reflect.Struct {
			printSettings(value, field.Tag.Get("envprefix"))
			continue
		}
		text := fmt.Sprint(value.Interface())
		if value.Kind() == reflect.Slice {
			text = strings.Join(value.Interface().([]string), ",")
		}
		fmt.Printf("%s=%s\n", prefix+field.Tag.Get("env"), masked(text, field.Tag.Get("secret")))
	}
}

// masked hides a secret, or the password inside an address.
func masked(value, secret string) string {
	switch {
	case value == "" || secret == "":
		return value
	case secret == "all":
		return "********"
	}
	scheme, rest, found := strings.Cut(value, "://")
	at := strings.LastIndexByte(rest, '@')
	if !found || at < 0 {
		return value
	}
	return scheme + "://********" + rest[at:]
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run() error {
	fmt.Println("partant", version)
	return nil
}
