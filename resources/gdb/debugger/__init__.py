"""Goroutines, their stacks, values and steps, on top of GDB's own unwinder and symbols."""
