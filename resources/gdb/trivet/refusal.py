"""What the system says about a refused ptrace. Read here, in the process that was refused: its user
and capabilities may differ from the workbench's. Judged in main/toolchain."""

import os


def read_text(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ''


def status_fields(path):
    """{'Uid': '1000\t1000\t1000\t1000', …}"""
    return dict(line.split(':\t', 1) for line in read_text(path).splitlines() if ':\t' in line)


def read_refusal(pid):
    own = status_fields('/proc/self/status')
    target = status_fields('/proc/%d/status' % pid)
    tracer = int(target.get('TracerPid', 0))
    scope = read_text('/proc/sys/kernel/yama/ptrace_scope').strip()
    return {
        'yamaScope': int(scope) if scope.isdigit() else None,
        'ownUid': int(own.get('Uid', '-1').split()[0]),
        'ownGid': int(own.get('Gid', '-1').split()[0]),
        'capabilities': own.get('CapEff', '0'),
        'isFiltered': own.get('Seccomp') == '2',
        'hasNoNewPrivileges': own.get('NoNewPrivs') == '1',
        'targetUids': [int(uid) for uid in target.get('Uid', '').split()],
        'targetGids': [int(gid) for gid in target.get('Gid', '').split()],
        'targetCapabilities': target.get('CapPrm', '0'),
        'tracerPid': tracer,
        'tracerName': status_fields('/proc/%d/status' % tracer).get('Name', '') if tracer else '',
        # A process that is not dumpable belongs, in /proc, to root.
        'procOwner': owner_of('/proc/%d/mem' % pid),
        'isSameUserNamespace': is_same_namespace(pid),
    }


def owner_of(path):
    try:
        return os.stat(path).st_uid
    except OSError:
        return None


def is_same_namespace(pid):
    """Whose namespace it is may be forbidden to see: then one that is not the first is not the same."""
    own, other = namespace_of('self'), namespace_of(pid)
    if other:
        return own == other
    return read_text('/proc/self/uid_map').split() == ['0', '0', '4294967295']


def namespace_of(pid):
    try:
        return os.readlink('/proc/%s/ns/user' % pid)
    except OSError:
        return ''
