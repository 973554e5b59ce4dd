package main

import (
	"fmt"
	"reflect"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// typeName is the compiler's name of a type: with the whole package path.
func typeName(t reflect.Type) string {
	if t.Name() != "" {
		if t.PkgPath() == "" {
			return t.Name()
		}
		return t.PkgPath() + "." + t.Name()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + typeName(t.Elem())
	case reflect.Slice:
		return "[]" + typeName(t.Elem())
	case reflect.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), typeName(t.Elem()))
	case reflect.Map:
		return "map[" + typeName(t.Key()) + "]" + typeName(t.Elem())
	case reflect.Chan:
		return map[reflect.ChanDir]string{reflect.BothDir: "chan ", reflect.SendDir: "chan<- ", reflect.RecvDir: "<-chan "}[t.ChanDir()] + typeName(t.Elem())
	case reflect.Struct:
		// The compiler writes unexported fields with their package.
		fields := make([]string, t.NumField())
		for i := range fields {
			field := t.Field(i)
			fields[i] = field.Name + " " + typeName(field.Type)
			if field.PkgPath != "" {
				fields[i] = field.PkgPath + "." + fields[i]
			}
		}
		if len(fields) > 0 {
			return "struct { " + strings.Join(fields, "; ") + " }"
		}
	}
	return t.String()
}

// render prints a value as the snapshot's reader is to print it, by reflection.
func render(v reflect.Value, depth int) string {
	t := v.Type()
	switch v.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if t == reflect.TypeOf(time.Second) {
			return time.Duration(v.Int()).String()
		}
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.FormatUint(v.Uint(), 10)
	case reflect.Float32:
		return strconv.FormatFloat(v.Float(), 'g', -1, 32)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case reflect.Complex64:
		return fmt.Sprint(complex64(v.Complex()))
	case reflect.Complex128:
		return fmt.Sprint(v.Complex())
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Slice:
		if v.IsNil() {
			return "nil"
		}
		if t.Elem().Kind() == reflect.Uint8 && isText(v.Bytes()) {
			return typeName(t) + "(" + strconv.Quote(string(v.Bytes())) + ")"
		}
		return typeName(t) + renderElements(v, depth)
	case reflect.Array:
		return typeName(t) + renderElements(v, depth)
	case reflect.Struct:
		return renderStruct(v, depth)
	case reflect.Interface:
		if v.IsNil() {
			return "nil"
		}
		return renderDynamic(v.Elem(), depth)
	case reflect.Pointer:
		if v.IsNil() {
			return "nil"
		}
		switch t.Elem().Kind() {
		case reflect.Struct, reflect.Array, reflect.Slice:
			if depth == 0 {
				return "&" + render(v.Elem(), depth+1)
			}
		}
		return fmt.Sprintf("(%s)(%#x)", typeName(t), v.Pointer())
	case reflect.Map:
		if v.IsNil() {
			return "nil"
		}
		return typeName(t) + renderMap(v, depth)
	case reflect.Chan:
		if v.IsNil() {
			return "nil"
		}
		return fmt.Sprintf("(%s)(%#x, len %d, cap %d)", typeName(t), v.Pointer(), v.Len(), v.Cap())
	case reflect.Func:
		if v.IsNil() {
			return "nil"
		}
		return runtime.FuncForPC(v.Pointer()).Name()
	case reflect.UnsafePointer:
		if v.IsNil() {
			return "nil"
		}
		return fmt.Sprintf("unsafe.Pointer(%#x)", v.Pointer())
	}
	return "?"
}

func isText(bytes []byte) bool {
	for len(bytes) > 0 {
		r, size := utf8.DecodeRune(bytes)
		if r == utf8.RuneError && size == 1 {
			return false
		}
		if !unicode.IsPrint(r) && r != '\t' && r != '\n' && r != '\r' {
			return false
		}
		bytes = bytes[size:]
		if len(bytes) == 0 {
			return true
		}
	}
	return false
}

func renderElements(v reflect.Value, depth int) string {
	parts := make([]string, v.Len())
	for i := range parts {
		parts[i] = render(v.Index(i), depth+1)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func renderStruct(v reflect.Value, depth int) string {
	t := v.Type()
	if t == reflect.TypeOf(time.Time{}) {
		copied := reflect.New(t).Elem()
		if v.CanAddr() {
			copied = reflect.NewAt(t, unsafe.Pointer(v.UnsafeAddr())).Elem()
		} else {
			copied.Set(v)
		}
		return "time.Time(" + copied.Interface().(time.Time).Round(0).String() + ")"
	}
	var parts []string
	for i := 0; i < t.NumField(); i++ {
		if t.Field(i).Name == "_" {
			continue
		}
		parts = append(parts, t.Field(i).Name+": "+render(v.Field(i), depth+1))
	}
	return typeName(t) + "{" + strings.Join(parts, ", ") + "}"
}

func renderDynamic(v reflect.Value, depth int) string {
	t := v.Type()
	text := render(v, depth)
	if t.PkgPath() == "" && (v.Kind() == reflect.String || v.Kind() == reflect.Bool) {
		return text
	}
	if text == "nil" {
		switch v.Kind() {
		case reflect.Pointer, reflect.Chan, reflect.Func:
			return "(" + typeName(t) + ")(nil)"
		}
		return typeName(t) + "(nil)"
	}
	switch v.Kind() {
	case reflect.Complex64, reflect.Complex128:
		return typeName(t) + text
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Struct, reflect.Map, reflect.Chan,
		reflect.Func, reflect.UnsafePointer, reflect.Interface:
		return text
	}
	return typeName(t) + "(" + text + ")"
}

func renderMap(v reflect.Value, depth int) string {
	type entry struct{ key, text string }
	var entries []entry
	for it := v.MapRange(); it.Next(); {
		key := render(it.Key(), depth+1)
		entries = append(entries, entry{key, key + ": " + render(it.Value(), depth+1)})
	}
	sort.Slice(entries, func(i, j int) bool { return isBefore(entries[i].key, entries[j].key) })
	parts := make([]string, len(entries))
	for i, each := range entries {
		parts[i] = each.text
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// isBefore sorts numbers as numbers, all else as text.
func isBefore(a, b string) bool {
	x, xErr := strconv.ParseFloat(a, 64)
	y, yErr := strconv.ParseFloat(b, 64)
	if xErr == nil && yErr == nil && x-y != 0 && x == x && y == y {
		return x < y
	}
	return a < b
}
