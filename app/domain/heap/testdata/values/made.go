package main

import (
	"fmt"
	"reflect"
)

// Values of types that no source file names: only package reflect, at run time, does.
var madeStruct, madeSlice, madeSmallMap, madeMap any

func makeTypes() {
	text := reflect.TypeOf("")
	structType := reflect.StructOf([]reflect.StructField{
		{Name: "Count", Type: reflect.TypeOf(0)},
		{Name: "Texts", Type: reflect.ArrayOf(3, text)},
		{Name: "Point", Type: reflect.TypeOf(pt)},
	})
	element := func(i int) reflect.Value {
		s := reflect.New(structType).Elem()
		s.Field(0).SetInt(int64(i))
		s.Field(1).Index(2).SetString(fmt.Sprint("made ", i))
		s.Field(2).Set(reflect.ValueOf(pt))
		return s
	}
	madeStruct = element(1).Interface()
	slice := reflect.MakeSlice(reflect.SliceOf(structType), 2, 5)
	slice.Index(1).Set(element(2))
	madeSlice = slice.Interface()
	keyType := reflect.ArrayOf(5, text)
	mapOf := func(n int) any {
		m := reflect.MakeMap(reflect.MapOf(keyType, structType))
		for i := 0; i < n; i++ {
			key := reflect.New(keyType).Elem()
			key.Index(4).SetString(fmt.Sprint("key ", i))
			m.SetMapIndex(key, element(i))
		}
		return m.Interface()
	}
	madeSmallMap, madeMap = mapOf(2), mapOf(40)
}
