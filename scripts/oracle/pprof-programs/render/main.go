// Command render fills a template and draws pictures.
package main

import (
	"bytes"
	"html/template"
	"image"
	"image/color"
	"image/png"
	"sync"

	"trivet.dev/oracle/pprof-programs/record"
)

var page = template.Must(template.New("page").Parse(
	`<ul>{{range .}}<li title="{{.Name}}">{{range .Parts}}<b>{{.}}</b>{{end}}</li>{{end}}</ul>`))

type item struct {
	Name  string
	Parts []int
}

var cache sync.Map

func draw(size int) []byte {
	picture := image.NewRGBA(image.Rect(0, 0, size, size))
	for x := range size {
		for y := range size {
			picture.Set(x, y, color.RGBA{uint8(x * y), uint8(x), uint8(y), 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func main() {
	record.Run(func(round int) {
		items := make([]item, 40)
		for i := range items {
			items[i] = item{string(rune('a'+i%26)) + "<>", make([]int, 10*(round+1))}
		}
		var out bytes.Buffer
		if err := page.Execute(&out, items); err != nil {
			panic(err)
		}
		cache.Store(out.Len()%64+round*100, out.Bytes())
		cache.Store(round, draw(60*(round+1)))
	})
}
