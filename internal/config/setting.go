package config

import (
	"fmt"
	"os"
	"reflect"
	"strings"
)

// Setting is one line of the configuration, as who runs the program knows it.
type Setting struct {
	Variable string // PARTANT_ADDR
	Default  string
	Help     string
	Value    string // in force; what is secret of it is masked
}

// How the variables of settings are called.
const (
	variables = "PARTANT_"
	fromFile  = "_FILE" // behind a variable: the file that holds the value
	forTests  = "PARTANT_TEST_"
)

// What is secret of a value, by its tag: all of it, or what lets one into the address.
const (
	secretAll = "all"
	secretURL = "url"
)

// Settings lists the settings with the values in force.
func (c Config) Settings() []Setting {
	if base, err := c.Base(); err == nil {
		c.BaseURL = base.String()
	}
	if dir, yes := c.SQLite(); yes {
		c.Store = "sqlite:" + dir
	}
	if from, err := c.Sender(); err == nil && c.MailFrom == "" {
		c.MailFrom = from.Address
	}
	return settings(reflect.ValueOf(c), "")
}

func settings(v reflect.Value, prefix string) (list []Setting) {
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		if field.Type.Kind() == reflect.Struct {
			list = append(list, settings(value, field.Tag.Get("envprefix"))...)
			continue
		}
		list = append(list, Setting{Variable: prefix + field.Tag.Get("env"), Default: field.Tag.Get("default"), Help: field.Tag.Get("help"),
			Value: masked(written(value), field.Tag.Get("secret"))})
	}
	return list
}

// written is a value as its variable takes it.
func written(v reflect.Value) string {
	if list, ok := v.Interface().([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(v.Interface())
}

const mask = "********"

// masked hides a secret, or of an address who enters, with which password, and the options that hold one. A password that
// was not written as URLs want it, or before an address without scheme, is hidden too.
func masked(value, secret string) string {
	switch {
	case value == "" || secret == "" || strings.HasPrefix(value, "sqlite:"):
		return value
	case secret == secretAll:
		return mask
	}
	begins := 0
	if scheme, _, found := strings.Cut(value, "://"); found {
		begins = len(scheme) + len("://")
	}
	if at := strings.LastIndexByte(value, '@'); at >= begins {
		value = value[:begins] + mask + value[at:]
	}
	address, options, _ := strings.Cut(value, "?")
	if options == "" {
		return address
	}
	return address + "?" + maskedOptions(options)
}

func maskedOptions(options string) string {
	list := strings.Split(options, "&")
	for i, option := range list {
		name, _, _ := strings.Cut(option, "=")
		if strings.Contains(strings.ToLower(name), "password") || strings.EqualFold(name, "authMechanismProperties") {
			list[i] = name + "=" + mask
		}
	}
	return strings.Join(list, "&")
}

// FromFile returns the value of a setting that stands in a file, named by its variable with _FILE behind it: an
// environment is easily read by others, so secrets come this way. fault.Invalid when the file cannot be read, or when
// the variable itself is set too.
func FromFile(variable string) (value string, found bool, err error) {
	path, found := os.LookupEnv(variable + fromFile)
	if !found {
		return "", false, nil
	}
	if _, twice := os.LookupEnv(variable); twice {
		return "", false, wrongf("%s and %s%s are both set: keep one of them", variable, variable, fromFile)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return "", false, wrongf("%s%s: %v", variable, fromFile, err)
	}
	return strings.TrimSpace(string(content)), true, nil
}
