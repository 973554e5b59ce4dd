// Command served has pprof endpoints of every temper: open, guarded by a token, over TLS with a
// certificate nobody knows, and answers that are no profile. It prints one line of JSON: its addresses.
package main

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	_ "net/http/pprof"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

var (
	mu   sync.Mutex
	kept [][]byte
)

// keep is where the memory that /keep asks for is allocated.
func keep(bytes int) {
	mu.Lock()
	defer mu.Unlock()
	for ; bytes > 0; bytes -= 4096 {
		kept = append(kept, make([]byte, 4096))
	}
}

// leak starts a goroutine that nothing can wake.
func leak() {
	nobody := make(chan int)
	go func() { <-nobody }()
}

func guard(token string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Authorization"); got != "Bearer "+token {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprintf(w, "no entry with %q", got)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func main() {
	runtime.MemProfileRate = 4096
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	leak()
	http.HandleFunc("/keep", func(w http.ResponseWriter, r *http.Request) {
		bytes, _ := strconv.Atoi(r.FormValue("bytes"))
		keep(bytes)
	})
	http.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "<!doctype html><title>Sign in</title>")
	})
	http.Handle("/login/", http.RedirectHandler("/page", http.StatusFound))
	http.Handle("/moved/", http.RedirectHandler("/debug/pprof/heap", http.StatusMovedPermanently))
	http.Handle("/guarded/", guard("open-sesame", http.StripPrefix("/guarded", http.DefaultServeMux)))
	http.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprint(w, r.URL, r.Header)
	})
	http.HandleFunc("/cut", func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff and then it breaks off"))
	})
	plain := httptest.NewServer(http.DefaultServeMux)
	http.Handle("/down/", http.RedirectHandler(plain.URL+"/debug/pprof/heap", http.StatusFound))
	secure := httptest.NewTLSServer(http.DefaultServeMux)
	var certificate strings.Builder
	if err := pem.Encode(&certificate, &pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}); err != nil {
		panic(err)
	}
	addresses := map[string]string{"plain": plain.URL, "secure": secure.URL, "certificate": certificate.String()}
	if err := json.NewEncoder(os.Stdout).Encode(addresses); err != nil {
		panic(err)
	}
	select {}
}
