"""What one instruction does to the flow of control. The only file that knows the instruction set (amd64)."""

import re

from . import memory

G_REGISTER = 'r14'  # the current g, in Go's ABIInternal
FLOW = re.compile(r'(?:bnd |notrack )?(call|jmp|ret|j\w+)q?\s*(?:0x([0-9a-f]+)|\*(.+))?')
OPERAND = re.compile(r'(-?0x[0-9a-f]+)?\(%(\w+)\)$|%(\w+)$')


class Instruction:
    """The one a frame is about to execute, or one that was disassembled already."""

    def __init__(self, frame, decoded=None):
        if decoded is None:
            (decoded,) = frame.architecture().disassemble(frame.pc(), count=1)
        self.frame = frame
        self.address = decoded['addr']
        self.next = decoded['addr'] + decoded['length']
        match = FLOW.match(decoded['asm'])
        self.kind = match.group(1) if match is not None else ''
        self.direct = int(match.group(2), 16) if match is not None and match.group(2) else None
        self.indirect = match.group(3) if match is not None else None

    @property
    def is_call(self):
        return self.kind == 'call'

    @property
    def is_jump(self):
        return self.kind == 'jmp'

    @property
    def is_return(self):
        return self.kind == 'ret'

    @property
    def is_branch(self):
        return self.kind.startswith('j') and self.kind != 'jmp'

    def target(self):
        """Where it leads; None for a form of operand that is not read here."""
        if self.direct is not None:
            return self.direct
        operand = OPERAND.match((self.indirect or '').strip())
        if operand is None:
            return None
        displacement, base, register = operand.groups()
        if register is not None:
            return int(self.frame.read_register(register))
        return memory.word(int(self.frame.read_register(base)) + int(displacement or '0', 16))
