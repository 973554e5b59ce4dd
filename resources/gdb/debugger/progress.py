"""Tells whether a goroutine that was to go on from a breakpoint has done so.

A program that stood still for long finds its goroutines due for preemption: with the first instruction comes a signal, the
goroutine is put aside before it has executed it, goes on in another thread, and meets the breakpoint it stands on again. GDB
knows threads and takes that for a new hit. Markers behind the instruction tell the one from the other.
"""

import gdb

from . import memory
from .instructions import G_REGISTER, Instruction

MARKERS = 5


class Progress:
    current = None

    def __init__(self, goroutine, frame):
        self.goroutine = goroutine.address
        self.pc = frame.pc()
        self.made = False
        self.markers = [Marker(self, address) for address in successors(frame)]

    @classmethod
    def watch(cls, goroutine, frame):
        cls.end()
        cls.current = cls(goroutine, frame)

    @classmethod
    def end(cls):
        if cls.current is not None:
            for marker in cls.current.markers:
                if marker.is_valid():
                    marker.delete()
        cls.current = None

    @classmethod
    def is_rehit(cls, goroutine, pc):
        """Whether the stop is at the instruction that the goroutine was to go on from."""
        progress = cls.current
        if progress is None or progress.made or goroutine is None or not progress.markers:
            return False
        return goroutine.address == progress.goroutine and pc == progress.pc


class Marker(gdb.Breakpoint):
    """Never stops; notes that its goroutine came by."""

    def __init__(self, progress, address):
        super().__init__('*0x%x' % address, type=gdb.BP_BREAKPOINT, internal=True)
        self.silent = True
        self.progress = progress

    def stop(self):
        if int(gdb.newest_frame().read_register(G_REGISTER)) == self.progress.goroutine:
            self.progress.made = True
        return False


def successors(frame):
    """Where the goroutine comes by after the instruction it stands on; empty where that cannot be told.

    Several on the way: when another thread's event comes in between, GDB steps over the first of them unseen.
    """
    found = []
    try:
        frontier = [Instruction(frame)]
        while frontier and len(found) < MARKERS:
            for address in after(frontier.pop(0)):
                if address in found or address == frame.pc():
                    continue
                found.append(address)
                (decoded,) = frame.architecture().disassemble(address, count=1)
                frontier.append(Instruction(frame, decoded))
    except (gdb.MemoryError, gdb.error):
        pass
    return found


def after(instruction):
    """What an operand or the stack says holds only where the goroutine stands."""
    frame = instruction.frame
    is_here = instruction.address == frame.pc()
    if instruction.is_return:
        return [memory.word(int(frame.read_register('rsp')))] if is_here else []
    if instruction.is_call or instruction.is_jump:
        target = instruction.target() if is_here else instruction.direct
        return [] if target is None else [target]
    if instruction.is_branch:
        return [address for address in (instruction.direct, instruction.next) if address is not None]
    return [instruction.next]
