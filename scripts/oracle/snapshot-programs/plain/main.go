// The program of the snapshot matrix, in Go alone.
package main

import "snapshot-programs/load"

func main() { load.Start() }
