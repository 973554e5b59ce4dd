// web: an HTTP server with connections kept open, requests in flight, templates, JSON, TLS.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"heapprograms/quiet"
)

type session struct {
	ID    string
	Items map[string]any
	page  *template.Template
}

var (
	sessions sync.Map
	rest     = make(chan int)
	arrived  sync.WaitGroup
	clients  []*http.Client
	bodies   []io.ReadCloser
	decoded  []any
)

func serve(w http.ResponseWriter, r *http.Request) {
	s := &session{ID: r.URL.Query().Get("id"), Items: map[string]any{"header": r.Header, "text": strings.Repeat("x", 2000)}}
	s.page = template.Must(template.New(s.ID).Parse(`<p>{{.ID}} {{range $k, $v := .Items}}{{$k}}{{end}}</p>`))
	sessions.Store(s.ID, s)
	s.page.Execute(w, s)
	if r.URL.Path == "/wait" {
		w.(http.Flusher).Flush()
		arrived.Done()
		<-rest
	}
}

func main() {
	plain := httptest.NewServer(http.HandlerFunc(serve))
	secure := httptest.NewTLSServer(http.HandlerFunc(serve))
	for i := range 200 {
		client := plain.Client()
		url := plain.URL
		if i%4 == 0 {
			client, url = secure.Client(), secure.URL
		}
		response, err := client.Get(fmt.Sprintf("%s/get?id=%d", url, i))
		if err != nil {
			panic(err)
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		clients = append(clients, client)
	}
	for i := range 40 {
		arrived.Add(1)
		go func() {
			response, err := plain.Client().Get(fmt.Sprintf("%s/wait?id=wait-%d", plain.URL, i))
			if err != nil {
				panic(err)
			}
			io.Copy(io.Discard, response.Body)
			bodies = append(bodies, response.Body)
		}()
	}
	arrived.Wait()
	for i := range 2_000 {
		var value any
		text := fmt.Sprintf(`{"id": %d, "list": [1, "two", null, {"deep": [%d.5, true]}], "map": {"k%d": "v"}}`, i, i, i)
		if err := json.NewDecoder(bufio.NewReader(strings.NewReader(text))).Decode(&value); err != nil {
			panic(err)
		}
		decoded = append(decoded, value)
	}
	quiet.Rest(nil)
}
