import { expect, test } from 'vitest';
import { explainRefusalCause, findRefusalCause, type RefusalFacts } from './ptrace-refusal';

/** Our own process as an ordinary user, which nothing forbids to trace its like. */
const alike: RefusalFacts = {
  ...{ yamaScope: 0, ownUid: 1000, ownGid: 1000, capabilities: '0000000000000000' },
  ...{ isFiltered: false, hasNoNewPrivileges: false },
  ...{ targetUids: [1000, 1000, 1000, 1000], targetGids: [1000, 1000, 1000, 1000] },
  ...{ targetCapabilities: '0000000000000000', tracerPid: 0, tracerName: '' },
  ...{ procOwner: 1000, isSameUserNamespace: true },
};
const allCapabilities = '000001ffffffffff';
const root = { ownUid: 0, ownGid: 0, capabilities: allCapabilities };

test.each([
  ['Yama 1', { yamaScope: 1 }, 'yama-1', 'sysctl'],
  ['Yama 2', { yamaScope: 2 }, 'yama-2', 'CAP_SYS_PTRACE'],
  ['Yama 3', { yamaScope: 3 }, 'yama-3', 'cannot be lowered'],
  ['Yama 3 for root too', { ...root, yamaScope: 3 }, 'yama-3', 'cannot be lowered'],
  ['another user', { targetUids: [0, 0, 0, 0] }, 'other-user', "sudo -u '#0'"],
  ['another group', { targetGids: [5, 5, 5, 5] }, 'other-user', 'root'],
  ['a setuid program', { targetUids: [1000, 0, 0, 0] }, 'other-user', "sudo -u '#0'"],
  ['a process that is not dumpable', { procOwner: 0 }, 'not-dumpable', 'root'],
  [
    'one of root, whose files are its own anyway',
    {
      ...{ ownUid: 0, ownGid: 0, procOwner: 0 },
      ...{ targetUids: [0, 0, 0, 0], targetGids: [0, 0, 0, 0] },
    },
    'not-dumpable',
    'CAP_SYS_PTRACE',
  ],
  ['a process with capabilities', { targetCapabilities: '400' }, 'more-capabilities', 'root'],
  ['a foreign namespace', { ...root, isSameUserNamespace: false }, 'user-namespace', 'host'],
  ['a tracer', { tracerPid: 7, tracerName: 'dlv' }, 'already-traced', 'Detach dlv'],
  ['a tracer, for root', { ...root, tracerPid: 7 }, 'already-traced', 'Detach'],
  ['a filter', { isFiltered: true }, 'seccomp', '--cap-add SYS_PTRACE'],
  ['no Yama and nothing else', { yamaScope: undefined }, 'unknown', 'dmesg'],
  // The kernel asks for the user before anything else.
  ['two at once', { targetUids: [5, 5, 5, 5], tracerPid: 7, yamaScope: 2 }, 'other-user', 'root'],
] as const)('%s is told', (_, differing, cause, remedy) => {
  const facts: RefusalFacts = { ...alike, ...(differing as Partial<RefusalFacts>) };
  expect(findRefusalCause(facts)).toBe(cause);
  expect(explainRefusalCause(cause, facts).remedy).toContain(remedy);
});

test('CAP_SYS_PTRACE passes the rules about users and Yama 1 and 2', () => {
  const facts: RefusalFacts = {
    ...alike,
    ...root,
    yamaScope: 2,
    procOwner: 1000,
    isFiltered: true,
  };
  expect(findRefusalCause(facts)).toBe('seccomp');
});

test('every cause but a second tracer is told with what works without an attach', () => {
  const causes = ['other-user', 'not-dumpable', 'user-namespace', 'yama-1', 'seccomp'] as const;
  for (const cause of causes) {
    expect(explainRefusalCause(cause, alike).remedy).toContain('trivet heap snapshot CORE');
  }
});
