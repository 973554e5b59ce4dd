// Command serve answers its own HTTP requests with JSON.
package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"trivet.dev/oracle/pprof-programs/record"
)

type order struct {
	ID    int            `json:"id"`
	Lines []string       `json:"lines"`
	Tags  map[string]int `json:"tags"`
}

type store struct {
	sync.RWMutex
	orders map[int]order
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in order
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.Lock()
	s.orders[in.ID%500] = in
	s.Unlock()
	s.RLock()
	defer s.RUnlock()
	_ = json.NewEncoder(w).Encode(in)
}

func main() {
	server := httptest.NewServer(&store{orders: map[int]order{}})
	record.Run(func(round int) {
		var group sync.WaitGroup
		for client := range 4 {
			group.Add(1)
			go func() {
				defer group.Done()
				for i := range 10 * (round + 1) {
					body, _ := json.Marshal(order{i + client*100, strings.Fields(strings.Repeat("line ", 20*(round+1))), map[string]int{"n": i}})
					answer, err := http.Post(server.URL, "application/json", strings.NewReader(string(body)))
					if err != nil {
						panic(err)
					}
					_, _ = io.Copy(io.Discard, answer.Body)
					_ = answer.Body.Close()
				}
			}()
		}
		group.Wait()
	})
}
