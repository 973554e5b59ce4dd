import type { ProfileKindName, ValueNature } from '../profile-kind';

/** What profiles and their values mean, in words. */
export const kindsEn = {
  kind: {
    heap: 'Memory by the stack that allocated it: what is still in use, and all that was ever allocated.',
    allocs: 'The heap profile, shown by what was ever allocated, freed or not.',
    cpu: 'Where processor time went: the stacks that ran, sampled while the profile was taken.',
    goroutine: 'Goroutines that exist now, by stack.',
    goroutineleak:
      'Goroutines that wait on something which nothing that can still run reaches, as the runtime’s own collector found them.',
    block:
      'Time spent waiting for channels, locks and conditions, by the stack that waited. Empty unless the program, or an agent, set a block profile rate.',
    mutex:
      'Time others waited for a lock, by the stack that held it. Empty unless a mutex profile fraction was set; stays empty under a convoy that never breaks.',
    threadcreate: 'Stacks that made the runtime start another thread of the system.',
    contention: 'A block or a mutex profile without a sample: its stacks would tell which.',
    other: 'A profile of the program’s own, or of another tool.',
  } satisfies Record<ProfileKindName, string>,
  nature: {
    gauge:
      'A gauge: how much there was when the profile was taken. Two of them may be compared as they are.',
    counter:
      'A counter: how much since the program began. Only the difference to an earlier profile says what happens now.',
    window: 'What happened while the profile was taken. It needs no base.',
    change: 'A gauge at the end of the window minus the same at its start; it may be negative.',
    unknown: 'The profile does not say whether it counts since the start or shows one moment.',
  } satisfies Record<ValueNature, string>,
  /** By sample type; others have no words of their own. */
  sampleType: {
    inuse_space:
      'Bytes allocated and not yet freed, as of the last completed collection: a leak shows here.',
    inuse_objects: 'Objects allocated and not yet freed, as of the last completed collection.',
    alloc_space: 'Bytes ever allocated, freed or not: what makes the collector work shows here.',
    alloc_objects: 'Objects ever allocated, freed or not.',
    samples: 'How often the stack was seen running.',
    cpu: 'Processor time.',
    goroutine: 'Goroutines.',
    goroutineleak: 'Leaked goroutines.',
    threadcreate: 'Threads.',
    contentions: 'How often it was waited.',
    delay: 'Time waited.',
  } as Readonly<Record<string, string>>,
  samplingBytes: (bytes: string) =>
    `One allocation in ${bytes} is recorded on average and stands for the rest; each figure has a standard error.`,
  samplingTime: (ms: string) => `The running stack is recorded once in ${ms} of processor time.`,
  leakReleases:
    'Go 1.27 has the goroutineleak profile, Go 1.26 only when built with GOEXPERIMENT=goroutineleakprofile.',
  noLeakProfile: (goVersion: string) =>
    `${goVersion} has no goroutineleak profile: Go 1.27 has it, Go 1.26 only when built with GOEXPERIMENT=goroutineleakprofile.`,
  noProfile: (name: string) => `The program has no profile named "${name}".`,
};
