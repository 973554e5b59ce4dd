"""Messages of breakpoints that do not stop: `sum is {sum}, first {items[0].name}`. Doubled braces stand for themselves."""

import re

import gdb

PART = re.compile(r'\{\{|\}\}|\{([^{}]+)\}')


def render(template, evaluate):
    """`evaluate`: expression → text. One that cannot be read says so in its place."""

    def part(match):
        expression = match.group(1)
        if expression is None:
            return match.group(0)[0]
        try:
            return evaluate(expression.strip())
        except (gdb.error, gdb.MemoryError) as cause:
            return '(%s: %s)' % (expression.strip(), cause)

    return PART.sub(part, template)
