"""The MI commands: -trivet-goroutines, -trivet-stack, -trivet-variables, -trivet-children, -trivet-evaluate,
-trivet-assign, -trivet-registers, -trivet-watch, -trivet-log, -trivet-step, -trivet-stopped; and `goroutine` for the console."""

import gdb

from . import goroutines, log_message, shapes, stepping, values
from .assign import assign
from .expressions import evaluate, visible
from .stacks import Stack, describe, symbol_at, user_frame

PAGE = 200
HIDDEN = ('.autotmp', '.dict', '~p')


class State:
    """What was read since the program last stopped."""

    table = None
    kept = {}

    @classmethod
    def forget(cls, *_):
        cls.table = None
        cls.kept = {}

    @classmethod
    def goroutines(cls):
        if cls.table is None:
            cls.table = goroutines.Table()
        return cls.table


def goroutine_of(text):
    """'0' is whatever the selected thread runs."""
    goid = int(text)
    if goid != 0:
        found = State.goroutines().by_goid.get(goid)
        if found is None:
            raise gdb.GdbError('there is no goroutine %d' % goid)
        return found
    thread = gdb.selected_thread()
    if thread is None:
        raise gdb.GdbError('the program is not being run')
    return State.goroutines().of_thread(thread.num)


def frame_at(frames, level):
    if not 0 <= int(level) < len(frames):
        raise gdb.GdbError('there is no frame %s' % level)
    return frames[int(level)]


def place(pc):
    """function and file:line of a code address."""
    found = gdb.find_pc_line(pc)
    described = {'function': symbol_at(pc)[0]}
    if found.symtab is not None and found.line > 0:
        described.update(file=found.symtab.fullname(), line=found.line)
    return described


class Command(gdb.MICommand):
    def __init__(self, name, answer):
        super().__init__(name)
        self.answer = answer

    def invoke(self, arguments):
        return self.answer(*arguments)


def list_goroutines(offset, limit, filter_=''):
    table = State.goroutines()
    reasons = goroutines.wait_reasons()
    thread = gdb.selected_thread()
    rows = []
    for each in table.by_goid.values():
        reason = reasons[each.reason] if each.status in (goroutines.WAITING, 10) and each.reason < len(reasons) else ''
        started = symbol_at(each.started_at)[0]
        if filter_.lower() in ('%d %s %s %s' % (each.goid, each.state, reason, started)).lower():
            rows.append((each, reason))
    rows.sort(key=lambda row: (row[0].thread == 0, row[0].goid))
    page = rows[int(offset) : int(offset) + min(int(limit), PAGE)]
    return {
        'total': len(table.by_goid),
        'shown': len(rows),
        'goroutines': [describe_goroutine(each, reason, thread) for each, reason in page],
    }


def describe_goroutine(goroutine, reason, thread):
    described = {
        'goid': goroutine.goid,
        'state': goroutine.state,
        'reason': reason,
        'thread': goroutine.thread,
        'current': int(thread is not None and goroutine.thread == thread.num),
        'started': place(goroutine.started_at),
    }
    if goroutine.created_at != 0:
        described['created'] = place(goroutine.created_at - 1)
    try:
        with Stack(goroutine) as frames:
            frame = user_frame(frames)
            if frame is not None:
                described['at'] = describe(frames.index(frame), frame)
    except gdb.error as cause:
        described['why'] = str(cause)  # a stack that cannot be followed still has a row
    return described


def list_frames(goid, limit):
    goroutine = goroutine_of(goid)
    with Stack(goroutine) as frames:
        shown = frames[: min(int(limit), 1000)]
        user = user_frame(frames)
        return {
            'goid': 0 if goroutine is None else goroutine.goid,
            'total': len(frames),
            'user': frames.index(user) if user in frames else 0,
            'frames': [describe(level, frame) for level, frame in enumerate(shown)],
        }


def list_variables(goid, level):
    with Stack(goroutine_of(goid)) as frames:
        frame = frame_at(frames, level)
        line = frame.find_sal().line
        seen = set()
        arguments, locals_ = [], []
        for symbol in sorted(visible(frame), key=lambda each: each.line):
            name = symbol.name
            if name in seen or name.startswith(HIDDEN):
                continue
            seen.add(name)
            value = symbol.value(frame)
            if name.startswith('&'):
                # It escaped: the variable is on the heap, and this is where.
                name = name[1:]
                is_unset = int(value) == 0 if not value.is_optimized_out else False
                value = value.dereference() if not value.is_optimized_out and not is_unset else value
            else:
                is_unset = False
            if not symbol.is_argument and symbol.line >= line > 0:
                is_unset = True
            described = describe_variable(name, value, unset=is_unset)
            (arguments if symbol.is_argument else locals_).append(described)
        return {'variables': arguments + locals_}


def describe_variable(name, value, unset=False):
    # The registry outlives the block in which the frame can be read.
    try:
        if not value.is_optimized_out:
            value.fetch_lazy()
    except (gdb.MemoryError, gdb.error):
        pass
    count = 0 if unset else values.count_children(value)
    described = {
        'name': name,
        'type': shapes.type_name(value.type),
        'value': '' if unset else values.describe(value),
        'children': count,
        'unset': int(unset),
    }
    if count > 0:
        identity = str(len(State.kept) + 1)
        State.kept[identity] = value
        described['id'] = identity
    if value.address is not None and not unset and not value.is_optimized_out:
        identity = described.get('id') or str(len(State.kept) + 1)
        State.kept[identity] = value
        described['place'] = identity
        described['address'] = '0x%x' % int(value.address)
    return described


def list_children(identity, offset, limit):
    value = State.kept.get(identity)
    if value is None:
        raise gdb.GdbError('the program has run since this value was read')
    limit = min(int(limit), PAGE)
    parts = values.children(value, int(offset), limit)
    return {
        'total': values.count_children(value),
        'variables': [describe_variable(name, part) for name, part in parts],
    }


def evaluate_expression(goid, level, text):
    with Stack(goroutine_of(goid)) as frames:
        frame = frame_at(frames, level) if frames else None
        if frame is not None:
            frame.select()
        return {'variable': describe_variable(text, evaluate(text, frame))}


def assign_variable(goid, level, identity, text):
    """Everything that was read before is out of date after it."""
    value = State.kept.get(identity)
    if value is None:
        raise gdb.GdbError('the program has run since this value was read')
    with Stack(goroutine_of(goid)) as frames:
        frame = frame_at(frames, level) if frames else None
        if frame is not None:
            frame.select()
        assign(value, text, frame)
    State.forget()
    return {}


def log(template):
    """The text of a log message where the program has stopped; `step`: a step has come to its end here too."""
    if template == '':
        return {'text': '', 'step': int(stepping.is_at_end())}
    with Stack(goroutine_of('0')) as frames:
        frame = frames[0] if frames else None
        if frame is not None:
            frame.select()
        text = log_message.render(template, lambda expression: values.describe(evaluate(expression, frame)))
    return {'text': text, 'step': int(stepping.is_at_end())}


def list_registers(goid, level):
    with Stack(goroutine_of(goid)) as frames:
        frame = frame_at(frames, level)
        rows = []
        for descriptor in frame.architecture().registers('general'):
            value = frame.read_register(descriptor.name)
            if value.is_optimized_out:
                continue
            size = value.type.sizeof
            if size > 8 or descriptor.name.startswith('k'):
                continue  # mask registers are the vector unit's
            number = int(value.cast(gdb.lookup_type('uint64'))) if size == 8 else int(value) & ((1 << (8 * size)) - 1)
            symbol, offset = code_at(number)
            rows.append(
                {
                    'name': descriptor.name,
                    'value': '0x%x' % number,
                    'symbol': symbol + ('+%d' % offset if offset > 0 else ''),
                }
            )
        return {'registers': rows}


def code_at(number):
    is_code = number > 4096 and gdb.block_for_pc(number) is not None
    return symbol_at(number) if is_code else ('', 0)


def watch(goid, level, text):
    with Stack(goroutine_of(goid)) as frames:
        value = evaluate(text, frame_at(frames, level) if frames else None)
        if value.address is None:
            raise gdb.GdbError('%s has no address' % text)
        address, size = int(value.address), value.type.sizeof
    if not 0 < size <= 32:
        raise gdb.GdbError('%s is %d bytes: the processor watches at most 32' % (text, size))
    words = {1: 'char', 2: 'short', 4: 'int', 8: 'long'}
    c_type = words[size] + ' *' if size in words else 'char (*)[%d]' % size
    gdb.execute('set language c', to_string=True)
    try:
        made = gdb.Breakpoint('*(%s) 0x%x' % (c_type, address), type=gdb.BP_WATCHPOINT, wp_class=gdb.WP_WRITE)
    finally:
        gdb.execute('set language auto', to_string=True)
    return {'number': str(made.number)}


def prepare_step(kind, goid, level):
    goroutine = goroutine_of(goid)
    if goroutine is None or goroutine.thread == 0:
        raise gdb.GdbError('only a goroutine that runs can step')
    with Stack(goroutine) as frames:
        stepping.prepare(kind, goroutine, frame_at(frames, level))
    return {}


def stopped():
    """To be asked after every stop: what became of a step, and which goroutine it is about."""
    State.forget()
    if gdb.selected_thread() is None:
        return {'step': stepping.after_stop()}
    step = stepping.after_stop()
    described = {'step': step}
    if step == 'on':
        return described
    goroutine = goroutine_of('0')
    if goroutine is None:
        # An idle thread was selected: one that runs Go is of more use, else main.
        table = State.goroutines().by_goid
        goroutine = next((each for each in table.values() if each.thread != 0), table.get(1))
    described['goid'] = 0 if goroutine is None else goroutine.goid
    with Stack(goroutine) as frames:
        # A step ends where it was to end, in a library too.
        frame = frames[0] if step == 'done' and frames else user_frame(frames)
        if frame is not None:
            described['frame'] = describe(frames.index(frame), frame)
    return described


class GoroutineCommand(gdb.Command):
    """goroutine GOID COMMAND: runs a command of GDB on the stack of a goroutine, running or not."""

    def __init__(self):
        super().__init__('goroutine', gdb.COMMAND_STACK)

    def invoke(self, argument, _from_tty):
        goid, _, command = argument.strip().partition(' ')
        if not goid.isdigit():
            raise gdb.GdbError('usage: goroutine GOID COMMAND')
        with Stack(goroutine_of(goid)) as frames:
            frames[0].select()
            gdb.execute(command or 'backtrace')


def install():
    gdb.execute('set backtrace past-main on')  # runtime.main and goexit are below main.main
    gdb.execute('set print demangle off')  # else a name of Go is read as one of another language
    gdb.execute('set charset UTF-8')  # whatever the locale is: Go's strings are
    for name, answer in (
        ('goroutines', list_goroutines),
        ('stack', list_frames),
        ('variables', list_variables),
        ('children', list_children),
        ('evaluate', evaluate_expression),
        ('registers', list_registers),
        ('assign', assign_variable),
        ('watch', watch),
        ('log', log),
        ('step', prepare_step),
        ('stopped', stopped),
    ):
        Command('-trivet-' + name, answer)
    GoroutineCommand()
    gdb.events.cont.connect(State.forget)
