"""Commands of a debugging session, in terms of goroutines. Sourced by GDB 13 or newer.

They are MI commands, so that what they answer is as structured as GDB's own answers; and `goroutine GOID COMMAND` for the
console. Nothing of Go's runtime-gdb.py is used: it knows neither Swiss maps nor nested packages.
"""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from debugger import commands

commands.install()
