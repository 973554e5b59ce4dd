"""GDB, where the scripts run inside it. A Python alone starts in a third of the time, and does where the layouts of a
build are kept already: then nobody asks GDB anything."""

import sys

try:
    import gdb
except ImportError:
    gdb = None

VERSION = gdb.VERSION if gdb else 'python ' + sys.version.split()[0]
ERRORS = (gdb.error,) if gdb else ()


def write_line(text):
    """A line to whoever started us."""
    if gdb:
        gdb.write(text + '\n')
        gdb.flush()
    else:
        print(text, flush=True)
