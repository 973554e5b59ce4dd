"""What the workbench runs inside GDB. Python 3.9 or newer, standard library only."""
