// Package inner has only tests of its outside.
package inner

// Sleepers is a channel nobody sends on.
var Sleepers = make(chan struct{})
