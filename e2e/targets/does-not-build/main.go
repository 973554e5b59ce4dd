// Command does-not-build is refused by the compiler, on purpose.
package main

import "fmt"

func main() {
	var retries int = "three"
	fmt.Println(retries)
}
