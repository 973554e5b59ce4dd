"""Writes a `.trvsnap` (docs/formats.md), not yet compressed."""

import json
import struct

from .failure import SnapshotFailure

MAGIC = b'TRVSNAP1'
ALIGN = 8  # a reader may take chunks for arrays of words


def write_container(path, header, chunks):
    """`chunks`: (kind, address, bytes). Returns the size of the data area in bytes."""
    entries = []
    offset = 0
    for kind, address, view in chunks:
        entries.append({'kind': kind, 'address': address, 'length': len(view), 'offset': offset})
        offset += len(view) + -len(view) % ALIGN
    text = json.dumps(dict(header, chunks=entries), separators=(',', ':')).encode()
    try:
        with open(path, 'wb', buffering=1 << 20) as file:
            file.write(MAGIC + struct.pack('<Q', len(text)) + text)
            file.write(bytes(-(16 + len(text)) % 16))
            for _, _, view in chunks:
                file.write(view)
                file.write(bytes(-len(view) % ALIGN))
    except OSError as error:
        raise SnapshotFailure('disk', error)
    return offset


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
