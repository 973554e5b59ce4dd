"""Layouts and addresses of a build: from the cache, or from its DWARF by GDB and then into the cache.

An entry is a JSON file named by the build ID. It is believed only when it is whole (its checksum is
right) and answers all that we ask for (its questions are ours); any other is made anew.
"""

import hashlib
import json
import os
import re

from .failure import SnapshotFailure
from .host import gdb
from .layouts import SYMBOLS, TYPES, resolve_layouts, resolve_symbols

FORMAT = 1
QUESTIONS = hashlib.sha256(repr((FORMAT, TYPES, SYMBOLS)).encode()).hexdigest()


class Program:
    def __init__(self, layouts, symbols, source):
        self.layouts = layouts  # name → {size, fields: {field: [offset, size]}}
        self.symbols = symbols  # name → (address in the file, size)
        self.source = source  # 'cache' or 'dwarf'


def load_program(elf, cache_dir):
    """`cache_dir` None: nothing is kept."""
    path = os.path.join(cache_dir, elf.identity() + '.json') if cache_dir else None
    kept = read_entry(path) if path else None
    if kept is not None:
        return Program(kept['layouts'], kept['symbols'], 'cache')
    if gdb is None:
        raise SnapshotFailure('needs-gdb', 'the layouts of %s are not kept' % elf.path)
    gdb.execute('file "%s"' % re.sub(r'(["\\])', r'\\\1', elf.path), to_string=True)
    program = Program(resolve_layouts(), resolve_symbols(), 'dwarf')
    if path:
        write_entry(path, {'layouts': program.layouts, 'symbols': program.symbols})
    return program


def read_entry(path):
    """None: there is none, or none to be believed."""
    try:
        with open(path, encoding='utf-8') as file:
            entry = json.load(file)
        answers = entry['answers']
        sound = entry['questions'] == QUESTIONS and entry['checksum'] == checksum(answers)
        return answers if sound else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_entry(path, answers):
    """In one step, so that nobody reads half of it. A cache that cannot be written is no failure."""
    entry = {'questions': QUESTIONS, 'checksum': checksum(answers), 'answers': answers}
    temporary = '%s.%d' % (path, os.getpid())
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, 'w', encoding='utf-8') as file:
            json.dump(entry, file)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            pass


def checksum(answers):
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
