"""Steps that stay with their goroutine.

GDB steps a thread; the scheduler may move a goroutine to another thread in the middle of a line. So a step here is a
set of breakpoints wherever the goroutine can come to rest next, each of which lets every other goroutine pass.
A depth is the number of bytes from the stack's high end to where a frame begins: it is the same all through a function,
and survives that the stack is moved.
"""

import gdb

from . import memory
from .instructions import G_REGISTER, Instruction
from .stacks import symbol_at

MAX_BREAKPOINTS = 400


class Step:
    """One step under way; `current` is the only one there is."""

    current = None

    def __init__(self, goroutine, frame):
        self.goroutine = goroutine
        self.depth = depth_of(frame, goroutine.high)
        self.breakpoints = []
        self.hit = None

    def stop_at(self, address, low=0, high=None, is_call=False):
        if len(self.breakpoints) < MAX_BREAKPOINTS:
            self.breakpoints.append(StepBreakpoint(self, address, low, high, is_call))

    def end(self):
        for each in self.breakpoints:
            if each.is_valid():
                each.delete()
        self.breakpoints = []
        if Step.current is self:
            Step.current = None


class StepBreakpoint(gdb.Breakpoint):
    """Stops one goroutine, at one depth of its stack."""

    def __init__(self, step, address, low, high, is_call):
        super().__init__('*0x%x' % address, type=gdb.BP_BREAKPOINT, internal=True)
        self.silent = True
        self.step = step
        self.low = low
        self.high = high
        self.is_call = is_call

    def stop(self):
        frame = gdb.newest_frame()
        if int(frame.read_register(G_REGISTER)) != self.step.goroutine.address:
            return False
        depth = depth_of(frame, memory.word(self.step.goroutine.address + 8))
        if depth < self.low or (self.high is not None and depth > self.high):
            return False
        self.step.hit = self
        return True


def depth_of(frame, high):
    while frame.type() == gdb.INLINE_FRAME:
        frame = frame.older()
    caller = frame.older()
    return high - int((frame if caller is None else caller).read_register('rsp'))


def prepare(kind, goroutine, frame):
    """Sets the breakpoints of a step; the program is resumed by whoever asked."""
    abandon()
    step = Step.current = Step(goroutine, frame)
    try:
        if kind != 'finish':
            rest_of_function(step, frame, kind == 'step')
        caller = frame.older()
        while caller is not None and caller.type() == gdb.INLINE_FRAME:
            caller = caller.older()
        if caller is not None and caller.pc() != 0:
            step.stop_at(caller.pc(), high=depth_of(caller, goroutine.high))
        if not step.breakpoints:
            raise gdb.GdbError('there is nowhere to step to')
    except BaseException:
        step.end()
        raise


def abandon():
    if Step.current is not None:
        Step.current.end()


def is_at_end():
    """Whether the stop that has just come is one that a step waits for."""
    return Step.current is not None and Step.current.hit is not None


def after_stop():
    """What became of the step: '' none or interrupted, 'done', or 'on' when the program should go on at once."""
    step = Step.current
    if step is None:
        return ''
    hit = step.hit
    step.hit = None
    if hit is None:
        step.end()
        return ''
    if not hit.is_call:
        step.end()
        return 'done'
    # An indirect call is about to be made: only now is it known where to.
    target = Instruction(gdb.newest_frame()).target()
    if target is not None:
        enter(step, target)
    return 'on'


def rest_of_function(step, frame, into):
    place = frame.find_sal()
    function = enclosing(frame.pc())
    if function is None or place.symtab is None:
        return
    start, end = function.start, function.end
    lines = [(entry.pc, entry.line) for entry in place.symtab.linetable() if start <= entry.pc < end]
    lines.sort()
    for index, (pc, line) in enumerate(lines):
        following = lines[index + 1][0] if index + 1 < len(lines) else end
        if line == place.line:
            if into:
                calls(step, frame, pc, following)
        elif line > 0 and pc != start:
            step.stop_at(pc, high=step.depth)


def calls(step, frame, start, end):
    """Where the calls of one line lead to."""
    for decoded in frame.architecture().disassemble(start, end - 1):
        instruction = Instruction(frame, decoded)
        if not instruction.is_call:
            continue
        if instruction.direct is not None:
            enter(step, instruction.direct)
        else:
            step.stop_at(instruction.address, high=step.depth, is_call=True)


def enter(step, target):
    """Stops where the called function's own lines begin. The runtime is not entered."""
    if symbol_at(target)[0].startswith(('runtime.', 'internal/runtime', 'internal/abi')):
        return
    step.stop_at(after_prologue(target), low=step.depth + 1)


def after_prologue(entry):
    """The first line of the body: only there are arguments where the debug information has them."""
    function = enclosing(entry)
    place = gdb.find_pc_line(entry)
    if function is None or place.symtab is None:
        return entry
    later = sorted(
        (each.pc, each.line)
        for each in place.symtab.linetable()
        if function.start < each.pc < function.end and each.line > 0
    )
    # A function of one line has but its second entry.
    body = [pc for pc, line in later if line != place.line] or [pc for pc, _ in later]
    return body[0] if body else entry


def enclosing(pc):
    """Block of the whole function, not of a call inlined into it."""
    block = gdb.block_for_pc(pc)
    found = None
    while block is not None and not block.is_global and not block.is_static:
        if block.function is not None:
            found = block
        block = block.superblock
    return found
