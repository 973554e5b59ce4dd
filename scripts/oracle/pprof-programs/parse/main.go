// Command parse type-checks files of the standard library, several at once.
package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"runtime"
	"sync"

	"trivet.dev/oracle/pprof-programs/record"
)

var packages = [][]string{{"sort", "strings"}, {"net/url"}, {"encoding/json", "bufio"}}

var (
	mu   sync.Mutex
	kept []*ast.File
)

func main() {
	record.Run(func(round int) {
		var group sync.WaitGroup
		mu.Lock()
		if len(kept) > 200 {
			kept = nil
		}
		mu.Unlock()
		for _, name := range packages[round] {
			files, err := filepath.Glob(filepath.Join(runtime.GOROOT(), "src", name, "*.go"))
			if err != nil {
				panic(err)
			}
			for _, file := range files {
				group.Add(1)
				go func() {
					defer group.Done()
					tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
					if err != nil {
						panic(err)
					}
					count := 0
					ast.Inspect(tree, func(ast.Node) bool { count++; return true })
					mu.Lock()
					defer mu.Unlock()
					kept = append(kept, tree)
				}()
			}
		}
		group.Wait()
	})
}
