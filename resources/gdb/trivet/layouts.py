"""Layouts and addresses from DWARF, all of them before the target is stopped.

Every name is optional but the few in REQUIRED: the runtime renames and moves things from release
to release, and whoever reads the snapshot probes for what is there.
"""

from .elf import is_at_least
from .failure import SnapshotFailure
from .host import gdb

EM_X86_64 = 62

LEAST_GO = (1, 22)

REQUIRED = ('runtime.mspan', 'runtime.mheap', 'runtime.moduledata', 'runtime.g', 'runtime.m')

TYPES = REQUIRED + tuple(
    'runtime.' + name
    for name in (
        'gobuf stack stkframe _defer _panic _func functab funcval pcHeader textsect '
        'stackObjectRecord stackmap bitvector '
        'special specialprofile specialfinalizer specialWeakHandle specialCleanup '
        'specialReachable specialPinCounter specialBubble specialCheckFinalizer specialTinyBlock '
        'specialSecret '
        'cleanupFn cleanupBlock cleanupBlockHeader cleanupQueue '
        'finblock finBlock finalizer '
        'bucket memRecord memRecordCycle mProfCycleHolder '
        'sudog hchan waitq semaRoot semTable notifyList mutex timer timers timeTimer maptype chantype '
        'hmap bmap mapextra '
        'p mcache mcentral gcBits gcBitsArena gcBitsHeader spanSet spanInlineMarkBits heapArena arenaHint '
        'mstats consistentHeapStats heapStatsDelta sysMemStat gcStatsAggregate '
        'gcControllerState schedt workType '
        'itab itabTableType iface eface _type xRegPerG xRegState maybeTraceablePtr maybeTraceableChan '
        'synctestBubble synctestGroup coro limitType'
    ).split()
) + (
    'internal/abi.Type',
    'internal/abi.ITab',
    'internal/abi.MapType',
    'internal/abi.OldMapType',
    'internal/abi.SwissMapType',
    'internal/abi.PtrType',
    'internal/abi.SliceType',
    'internal/abi.ArrayType',
    'internal/abi.ChanType',
    'internal/abi.FuncType',
    'internal/abi.InterfaceType',
    'internal/abi.StructType',
    'internal/abi.StructField',
    'internal/abi.UncommonType',
    'internal/runtime/maps.Map',
    'internal/runtime/maps.table',
    'internal/runtime/maps.groupsReference',
)

SYMBOLS = tuple(
    'runtime.' + name
    for name in (
        'mheap_ firstmoduledata lastmoduledatap modulesSlice allgs allglen allgptr allm allp sched '
        'g0 m0 gcphase work gcController memstats mbuckets bbuckets xbuckets '
        'MemProfileRate disableMemoryProfiling mProfCycle waitReasonStrings allfin finq gcCleanups '
        'itabTable itabTableInit semtable buildVersion class_to_size class_to_allocnpages '
        'writeBarrier fingStatus netpollWaiters physPageSize gcBitsArenas activeModules persistentChunks '
        'zerobase faketime panicking'
    ).split()
) + ('internal/runtime/gc.SizeClassToSize', 'internal/runtime/gc.SizeClassToNPages')


REQUIRED_SYMBOLS = (
    'runtime.mheap_',
    'runtime.firstmoduledata',
    'runtime.allgs',
    'runtime.persistentChunks',
)


def check_binary(elf):
    if not elf.is_go:
        raise SnapshotFailure('not-a-go-program', '%s has no Go build information' % elf.path)
    version = elf.go_version()
    if version is not None and not is_at_least(version, LEAST_GO):
        raise SnapshotFailure('go-too-old', '%s was built by %s' % (elf.path, version))
    if elf.machine != EM_X86_64:
        raise SnapshotFailure('unsupported', '%s is not for x86-64' % elf.path)
    if not elf.has_dwarf:
        raise SnapshotFailure('no-symbols', '%s has no .debug_info section' % elf.path)


def resolve_layouts():
    """Name → {size, fields: {field: [offset, size]}}, in bytes. Embedded structs keep their name."""
    layouts = {}
    for name in TYPES:
        try:
            kind = gdb.lookup_type(name).strip_typedefs()
            layouts[name] = {
                'size': kind.sizeof,
                'fields': {
                    field.name: [field.bitpos // 8, field.type.sizeof]
                    for field in kind.fields()
                    if field.name and field.name != '_'
                },
            }
        except (gdb.error, TypeError):  # TypeError: a type without fields
            continue
    missing = [name for name in REQUIRED if name not in layouts]
    if missing:
        raise SnapshotFailure('no-symbols', 'no DWARF type ' + ', '.join(missing))
    return layouts


def resolve_symbols():
    """Name → (address in the file, size in bytes)."""
    symbols = {}
    for name in SYMBOLS:
        try:
            value = gdb.parse_and_eval("'%s'" % name)
            symbols[name] = (int(value.address), value.type.sizeof)
        except (gdb.error, TypeError):
            continue
    missing = [name for name in REQUIRED_SYMBOLS if name not in symbols]
    if missing:
        raise SnapshotFailure('no-symbols', 'no variable ' + ', '.join(missing))
    return symbols
