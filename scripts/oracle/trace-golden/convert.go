// Command convert turns Go's golden trace tests, which are text, into binary traces. It uses a package
// of the standard library that only the standard library may import: convert.sh places it there by an overlay.
package main

import (
	"fmt"
	"internal/trace/testtrace"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	tests, err := filepath.Glob(filepath.Join(os.Args[1], "*.test"))
	if err != nil || len(tests) == 0 {
		fmt.Fprintln(os.Stderr, "no golden tests in", os.Args[1])
		os.Exit(1)
	}
	for _, test := range tests {
		if err := convert(test, os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, test, err)
			os.Exit(1)
		}
	}
}

// convert writes NAME.trace, and SUCCESS or FAILURE to NAME.expect.
func convert(test, folder string) error {
	reader, _, expectation, err := testtrace.ParseFile(test)
	if err != nil {
		return err
	}
	bytes, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	name := filepath.Join(folder, strings.TrimSuffix(filepath.Base(test), ".test"))
	verdict := "SUCCESS"
	if expectation.Check(nil) != nil {
		verdict = "FAILURE"
	}
	if err := os.WriteFile(name+".trace", bytes, 0o644); err != nil {
		return err
	}
	return os.WriteFile(name+".expect", []byte(verdict+"\n"), 0o644)
}
