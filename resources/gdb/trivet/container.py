"""Writes a `.trvsnap.gz` (docs/formats.md): gzip members, one a block, which are compressed by several
threads at once and read by anyone as one file."""

import json
import os
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

from .failure import SnapshotFailure
from .live_memory import IOV_MAX

MAGIC = b'TRVSNAP1'
ALIGN = 8  # a reader may take chunks for arrays of words
BLOCK = 4 << 20
LEVEL = 1  # three quarters of what level 6 saves, in a quarter of the time


def write_container(path, header, chunks, between=lambda: None, plain=False):
    """`chunks`: (kind, address, bytes), in the order of addresses. `between` is called now and then.
    `plain`: not compressed, for a reader that waits and keeps nothing. → bytes before compression"""
    entries, views, length = lay_out(chunks)
    text = json.dumps(dict(header, chunks=entries), separators=(',', ':')).encode()
    head = MAGIC + struct.pack('<Q', len(text)) + text
    head += bytes(-len(head) % 16)
    try:
        if plain:
            with open(path, 'wb', buffering=0) as file:
                parts = [memoryview(head)] + views
                for at in range(0, len(parts), IOV_MAX):
                    write_parts(file, parts[at : at + IOV_MAX])
                    between()
            return len(head) + length
        with open(path, 'wb', buffering=0) as file, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            waiting = []
            for block in blocks([memoryview(head)] + views):
                waiting.append(pool.submit(compress, block))
                if len(waiting) > 2 * (os.cpu_count() or 1):
                    write_all(file, waiting.pop(0).result())
                between()
            for member in waiting:
                write_all(file, member.result())
                between()
    except OSError as error:
        raise SnapshotFailure('disk', error)
    return len(head) + length


def lay_out(chunks):
    """→ (entries of the header, views in the order of the data area, its length). Neighbours of one
    kind become one entry."""
    entries, views = [], []
    offset = 0
    padding = memoryview(bytes(ALIGN))
    end = None  # address after the last chunk, while nothing was padded
    for kind, address, view in chunks:
        if not len(view):
            continue
        if end == address and entries[-1]['kind'] == kind:
            entries[-1]['length'] += len(view)
        else:
            entries.append({'kind': kind, 'address': address, 'length': len(view), 'offset': offset})
        views.append(view)
        offset += len(view)
        end = address + len(view)
        if offset % ALIGN:
            views.append(padding[: -offset % ALIGN])
            offset += -offset % ALIGN
            end = None
    return entries, views, offset


def blocks(views):
    """Lists of views of about BLOCK bytes together; one view may be cut."""
    block, size = [], 0
    for view in views:
        at = 0
        while at < len(view):
            part = view[at : at + BLOCK - size]
            block.append(part)
            size += len(part)
            at += len(part)
            if size == BLOCK:
                yield block
                block, size = [], 0
    if block:
        yield block


def compress(block):
    """One gzip member. zlib lets other threads work meanwhile."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    parts = [packer.compress(view) for view in block] if len(block) < 64 else [packer.compress(b''.join(block))]
    return b''.join(parts) + packer.flush()


def write_parts(file, parts):
    """As they lie: joining them first would take as long as writing does."""
    while parts:
        done = os.writev(file.fileno(), parts)
        whole = 0
        while whole < len(parts) and done >= len(parts[whole]):
            done -= len(parts[whole])
            whole += 1
        parts = parts[whole:]
        if done:
            parts[0] = parts[0][done:]


def write_all(file, data):
    view = memoryview(data)
    while len(view):
        view = view[file.write(view) :]


def hexadecimal(threads):
    """Registers may pass 2^53, which JSON numbers may not."""
    return [
        {
            'tid': thread['tid'],
            'regs': {name: hex(value) for name, value in thread['regs'].items()},
            'xmm': [hex(value) for value in thread['xmm']],
        }
        for thread in threads
    ]
