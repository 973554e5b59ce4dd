// reflection: types made at run time, functions and method values of reflect on the stack.
package main

import (
	"fmt"
	"reflect"

	"heapprograms/quiet"
)

type item struct {
	name string
	data []byte
	next *item
}

func (i *item) Wait(prefix string, more *item) *item {
	<-rest
	return &item{name: prefix + i.name, next: more}
}

var (
	rest    = make(chan int)
	values  []reflect.Value
	structs []any
	maps    []any
	slices  []any
	chans   []any
	funcs   []any
)

func newItem(i int) *item { return &item{fmt.Sprint("item ", i), make([]byte, 200), nil} }

func fill() {
	pointer := reflect.TypeOf((*item)(nil))
	text := reflect.TypeOf("")
	for i := range 120 {
		array := reflect.ArrayOf(1+i*3, pointer)
		structType := reflect.StructOf([]reflect.StructField{
			{Name: "Count", Type: reflect.TypeOf(0)},
			{Name: "Link", Type: pointer},
			{Name: fmt.Sprint("Text", i), Type: text},
			{Name: "Array", Type: array},
			{Name: "Any", Type: reflect.TypeOf((*any)(nil)).Elem()},
		})
		for j := range 5 {
			s := reflect.New(structType)
			s.Elem().Field(1).Set(reflect.ValueOf(newItem(j)))
			s.Elem().Field(2).SetString(fmt.Sprint("made ", j))
			s.Elem().Field(3).Index(i * 3).Set(reflect.ValueOf(newItem(j)))
			s.Elem().Field(4).Set(reflect.ValueOf(newItem(j)))
			structs = append(structs, s.Interface())
			values = append(values, s.Elem(), s.Elem().Field(3))
		}
		m := reflect.MakeMap(reflect.MapOf(reflect.ArrayOf(1+i%4, text), structType))
		key := reflect.New(reflect.ArrayOf(1+i%4, text)).Elem()
		key.Index(0).SetString(fmt.Sprint("key ", i))
		m.SetMapIndex(key, values[len(values)-2])
		maps = append(maps, m.Interface())
		s := reflect.MakeSlice(reflect.SliceOf(structType), 3, 9)
		s.Index(2).Field(1).Set(reflect.ValueOf(newItem(i)))
		slices = append(slices, s.Interface())
		c := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, structType), 4)
		c.Send(values[len(values)-2])
		chans = append(chans, c.Interface())
	}
}

func main() {
	fill()
	signature := reflect.TypeOf(func(*item, string, [3]*item) *item { return nil })
	for i := range 200 {
		captured := newItem(i)
		made := reflect.MakeFunc(signature, func(arguments []reflect.Value) []reflect.Value {
			<-rest
			return []reflect.Value{arguments[0], reflect.ValueOf(captured)}[:1]
		})
		funcs = append(funcs, made.Interface())
		go made.Interface().(func(*item, string, [3]*item) *item)(newItem(i), fmt.Sprint("text ", i), [3]*item{2: newItem(i)})
		method := reflect.ValueOf(newItem(i)).MethodByName("Wait")
		go method.Interface().(func(string, *item) *item)(fmt.Sprint("prefix ", i), newItem(i))
		go method.Call([]reflect.Value{reflect.ValueOf("called"), reflect.ValueOf(newItem(i))})
		go reflect.Select([]reflect.SelectCase{
			{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(rest)},
			{Dir: reflect.SelectSend, Chan: reflect.ValueOf(make(chan *item)), Send: reflect.ValueOf(newItem(i))},
		})
	}
	quiet.Rest(nil, values)
}
