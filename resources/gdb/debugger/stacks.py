"""Stacks of goroutines, whether they run or not.

A goroutine that does not run has no thread whose registers GDB could unwind. An unwinder of ours puts the
goroutine's saved pc, sp and bp beneath the frame of some thread; from there on GDB unwinds by its own rules, so that frames,
inlined calls and locals are all there. No register of the target is written, which is why it also works on a core file.
"""

import re

import gdb
from gdb.unwinder import Unwinder, register_unwinder

from .goroutines import SYSCALL

MAX_FRAMES = 1000


class Identity:
    def __init__(self, sp, pc):
        self.sp = sp
        self.pc = pc


class GoroutineUnwinder(Unwinder):
    """Idle unless a stack is being looked at."""

    def __init__(self):
        super().__init__('trivet-goroutine')
        self.resume = None
        self.thread_sp = 0

    def __call__(self, pending):
        if self.resume is None or int(pending.read_register('rsp')) != self.thread_sp:
            return None
        pc, sp, bp = self.resume
        register = pending.read_register('rax').type
        # Younger than what follows, or GDB takes the stack for corrupt.
        info = pending.create_unwind_info(Identity(gdb.Value(sp - 16), pending.read_register('rip')))
        for name, value in (('rip', pc), ('rsp', sp), ('rbp', bp)):
            info.add_saved_register(name, gdb.Value(value).cast(register))
        return info


unwinder = GoroutineUnwinder()


class Stack:
    """`with Stack(goroutine) as frames:` — gdb.Frame objects, innermost first, good inside the block only."""

    def __init__(self, goroutine):
        self.goroutine = goroutine

    def __enter__(self):
        self.thread = gdb.selected_thread()
        self.frame = selected_frame()
        goroutine = self.goroutine
        if goroutine is not None and goroutine.thread != 0:
            thread_numbered(goroutine.thread).switch()
            sp = int(gdb.newest_frame().read_register('rsp'))
            if goroutine.low < sp <= goroutine.high:
                return walk(gdb.newest_frame())
        if goroutine is None:
            return walk(gdb.newest_frame())
        return self.walk_saved(goroutine)

    def walk_saved(self, goroutine):
        pc, sp, bp = goroutine.pc, goroutine.sp, goroutine.bp
        if goroutine.status == SYSCALL and goroutine.syscall_sp != 0:
            pc, sp = goroutine.syscall_pc, goroutine.syscall_sp
        # A return address is looked up one byte earlier; where nothing has run yet that would be another function.
        if pc == goroutine.started_at or is_entry(pc):
            pc += 1
        unwinder.thread_sp = int(gdb.newest_frame().read_register('rsp'))
        unwinder.resume = (pc, sp, bp)
        gdb.invalidate_cached_frames()
        return walk(gdb.newest_frame(), sp)

    def __exit__(self, *_):
        if unwinder.resume is not None:
            unwinder.resume = None
            gdb.invalidate_cached_frames()
        if self.thread is not None and self.thread.is_valid():
            self.thread.switch()
        if self.frame is not None and self.frame.is_valid():
            self.frame.select()


def walk(frame, from_sp=None):
    """Frames to the outermost; with `from_sp` those above it are the thread's and left out."""
    frames = []
    while frame is not None and len(frames) < MAX_FRAMES:
        if from_sp is not None and int(frame.read_register('rsp')) != from_sp:
            frame = frame.older()
            continue
        from_sp = None
        frames.append(frame)
        if frame.name() in ('runtime.goexit', 'runtime.mstart', 'runtime.rt0_go'):
            break
        try:
            frame = frame.older()
        except gdb.error:
            break
        if frame is not None and frame.pc() == 0:
            break
    return frames


def selected_frame():
    try:
        return gdb.selected_frame()
    except gdb.error:
        return None


def thread_numbered(number):
    for thread in gdb.selected_inferior().threads():
        if thread.num == number:
            return thread
    raise gdb.GdbError('there is no thread %d' % number)


def describe(level, frame):
    place = frame.find_sal()
    described = {
        'level': level,
        'pc': '0x%x' % frame.pc(),
        'function': frame.name() or symbol_at(frame.pc())[0],
        'inlined': int(frame.type() == gdb.INLINE_FRAME),
    }
    if place.symtab is not None and place.line > 0:
        described.update(file=place.symtab.fullname(), line=place.line)
    return described


def is_entry(pc):
    return symbol_at(pc)[1] == 0


names = {}


def symbol_at(pc):
    """(function, offset) of a pc; ('', −1) where there is none. Kept: the same few are asked again and again."""
    known = names.get(pc)
    if known is None:
        said = gdb.execute('info symbol 0x%x' % pc, to_string=True)
        match = re.match(r'(.+?)(?: \+ (\d+))? in section ', said)
        known = ('', -1) if match is None else (match.group(1), int(match.group(2) or 0))
        names[pc] = known
    return known


def is_library(function):
    """Of Go's own libraries: the first element of their paths has no dot."""
    package = function.rpartition('/')[0] or function.partition('.')[0]
    return '.' not in package.partition('/')[0] and package != 'main'


def user_frame(frames):
    """Where a reader looks first: the innermost frame outside of the runtime, of his own code if there is one."""
    named = [(frame, frame.name() or '') for frame in frames]
    for frame, name in named:
        if name != '' and not is_library(name):
            return frame
    for frame, name in named:
        if not name.startswith(('runtime.', 'internal/')):
            return frame
    # The runtime's own: what it was started for says more than where it parks.
    outermost = [frame for frame, name in named if name != 'runtime.goexit']
    return outermost[-1] if outermost else None


register_unwinder(None, unwinder)
