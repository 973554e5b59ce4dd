import { describe, expect, test } from 'vitest';
import { findingsSchema } from '../../contract/findings';
import type { Series } from './evidence';
import { computeJudgement } from './judge';
import {
  evidence,
  gone,
  group,
  holder,
  inMemory,
  mebibytes,
  series,
  site,
  traced,
} from './testing/evidence';

const rising = mebibytes(10, 22, 34, 45, 58, 70);
const live = mebibytes(11, 15, 20, 24, 30, 36, 41, 47, 52, 58, 64, 70);

describe('a memory leak', () => {
  const leak = {
    allocation: { sites: [site(rising)] },
    time: { live },
    memory: { holders: [holder(68, 0.83)] },
  };

  test('is confirmed when growth, holder and the exact join agree', () => {
    const { verdict, findings } = computeJudgement(evidence(leak));
    expect(verdict).toBe('confirmed');
    expect(findings).toHaveLength(1);
    expect(findings[0]!.sentence).toBe(
      'main.cache keeps 68.0 MiB alive (83 % of the live heap) and grows 3.0 MiB/s.',
    );
    expect(findings[0]!.allocation).toMatchObject({ function: 'main.store', line: 41 });
    expect(findings[0]!.joins[0]).toMatchObject({ matched: 100, of: 100 });
    expect(findingsSchema.shape.findings.safeParse(findings).error).toBeUndefined();
  });

  test('claims a forced collection only where there was one', () => {
    const says = (isCollected: boolean | undefined) =>
      computeJudgement(evidence({ ...leak, allocation: { ...leak.allocation, isCollected } }))
        .findings[0]!.legs.allocation.says;
    expect(says(undefined)).toContain('6 profiles, each after a forced collection:');
    expect(says(false)).toContain('6 profiles: ');
  });

  test('stays inconclusive without the memory leg, and says what would supply it', () => {
    const { verdict, findings } = computeJudgement(
      evidence({ ...leak, memory: gone('GDB may not attach.') }),
    );
    expect(verdict).toBe('inconclusive');
    expect(findings[0]!.missing).toEqual(['GDB may not attach. Run as the same user.']);
    expect(findings[0]!.holder).toBeUndefined();
  });

  test('stays inconclusive when the graph disagrees with the runtime', () => {
    const memory = { ...leak.memory, trusted: false, selfCheckError: 0.04 };
    const { findings } = computeJudgement(evidence({ ...leak, memory }));
    expect(findings.map((finding) => finding.verdict)).toEqual(['inconclusive']);
    expect(findings[0]!.legs.memory.stance).toBe('silent');
  });

  test('stays inconclusive when too few objects carry the mark', () => {
    const memory = { holders: [holder(68, 0.83, 2)] };
    expect(computeJudgement(evidence({ ...leak, memory })).findings[0]!.verdict).toBe(
      'inconclusive',
    );
  });

  test('shows a contradiction instead of averaging it away', () => {
    const falling = mebibytes(70, 64, 58, 52, 47, 41, 36, 30, 24, 20, 15, 11);
    const { findings } = computeJudgement(evidence({ ...leak, time: { live: falling } }));
    expect(findings[0]!.verdict).toBe('inconclusive');
    expect(findings[0]!.contradictions).toHaveLength(1);
  });
});

describe('what is no memory leak', () => {
  test.each([
    ['a plateau', mebibytes(30, 30, 30, 30, 30, 30), 'does not grow'],
    ['a cache that fills and stays', mebibytes(4, 18, 30, 30, 30, 30), 'levelled off'],
    ['a sawtooth', mebibytes(10, 60, 12, 58, 11, 59), 'does not grow'],
    ['a cache being emptied', mebibytes(60, 50, 40, 30, 20, 10), 'shrinks'],
  ])('%s is refuted with the reason', (_, inUse, reason) => {
    const allocated = mebibytes(30, 90, 150, 210, 270, 330);
    const { verdict, findings, refuted } = computeJudgement(
      evidence({
        allocation: { sites: [site(inUse, allocated)] },
        memory: { holders: [holder(30, 0.9)] },
      }),
    );
    expect(findings).toEqual([]);
    expect(verdict).toBe('refuted');
    expect(refuted[0]).toMatchObject({ subject: 'main.cache' });
    expect(refuted[0]!.reason).toContain(reason);
  });
});

describe('a steady rise where entries are replaced', () => {
  const inUse = mebibytes(30.3, 30.6, 31.3, 32.0, 32.5, 35.5);
  const judge = (standardError: number, allocated: Series) =>
    computeJudgement(
      evidence({
        allocation: { sites: [{ ...site(inUse, allocated), standardError }] },
        memory: { holders: [holder(32, 0.99)] },
      }),
    );

  test('is refuted as long as the sampling may have made it', () => {
    const { findings, refuted } = judge(1.4 * 2 ** 20, mebibytes(30, 90, 150, 210, 270, 330));
    expect(findings).toEqual([]);
    expect(refuted[0]!.reason).toContain('within the error of sampling');
    expect(refuted[0]!.reason).toContain('old entries are replaced');
  });

  test('is a finding beyond that, and where nothing is replaced', () => {
    expect(judge(0.5 * 2 ** 20, mebibytes(30, 90, 150, 210, 270, 330)).findings).toHaveLength(1);
    expect(
      judge(1.4 * 2 ** 20, mebibytes(30.3, 30.6, 31.3, 32.0, 32.5, 35.5)).findings,
    ).toHaveLength(1);
  });
});

describe('a goroutine leak', () => {
  const leak = {
    allocation: { groups: [group([10, 18, 26, 34, 42, 50])] },
    time: { groups: [traced(20, 0, 40)] },
    memory: { goroutines: inMemory(50, true) },
  };

  test('is confirmed when the group grows, none ends, and all wait by goid', () => {
    const { findings } = computeJudgement(evidence(leak));
    expect(findings[0]).toMatchObject({ kind: 'goroutine-leak', verdict: 'confirmed' });
    expect(findings[0]!.goroutines).toMatchObject({ count: 50, provenStuck: 50 });
    expect(findings[0]!.sentence).toBe(
      '50 main.work goroutines wait in chan receive at work.go:30 and never end; 2.0 goroutines/s are added.',
    );
  });

  test('is suspected, not proven, where somebody might still wake them, and says who', () => {
    const mayWake = { code: 'global' as const, holder: 'main.registry["a"].done' };
    const goroutines = inMemory(50, false).map((one, i) => ({
      ...one,
      mayWake,
      waitedMs: i * 1000,
    }));
    const { findings } = computeJudgement(evidence({ ...leak, memory: { goroutines } }));
    expect(findings[0]!.goroutines).toMatchObject({ count: 50, provenStuck: 0 });
    expect(findings[0]!.detail).toContain(
      'Suspected, not proven: a variable still reaches what they wait for: main.registry["a"].done; the oldest has waited for at least 49.0 s.',
    );
    expect(findings[0]!.legs.memory.says).toContain('main.registry["a"].done');
    const proven = computeJudgement(evidence(leak)).findings[0]!;
    expect(proven.detail).not.toContain('Suspected');
  });

  test('is confirmed without growth when memory proves that nobody can wake it', () => {
    const { findings } = computeJudgement(
      evidence({
        allocation: { groups: [group([5, 5, 5, 5, 5, 5])] },
        memory: { goroutines: inMemory(5, true) },
      }),
    );
    expect(findings[0]).toMatchObject({ verdict: 'confirmed' });
    expect(findings[0]!.sentence).toContain('does not grow');
  });

  test('is confirmed without growth when Go’s own leak profile marks it, and both proofs are joined', () => {
    const leaked = [10, 11, 12];
    const groups = [{ ...group([5, 5, 5, 5, 5, 5]), leaked }];
    const { findings } = computeJudgement(
      evidence({ allocation: { groups }, memory: { goroutines: inMemory(5, true) } }),
    );
    expect(findings[0]).toMatchObject({ verdict: 'confirmed' });
    expect(findings[0]!.legs.allocation.says).toContain('leak profile marks 3 of the 5');
    expect(findings[0]!.joins).toContainEqual({
      between: ['allocation', 'memory'],
      matched: 3,
      of: 5,
      says: expect.stringContaining('3 goroutines are leaked by Go’s own leak profile (3)'),
    });
    const alone = computeJudgement(
      evidence({ allocation: { groups }, memory: { goroutines: inMemory(5, false) } }),
    );
    expect(alone.findings[0]).toMatchObject({ kind: 'goroutine-leak', verdict: 'confirmed' });
    const none = [{ ...group([5, 5, 5, 5, 5, 5]), leaked: [] }];
    const idle = computeJudgement(
      evidence({ allocation: { groups: none }, memory: { goroutines: inMemory(5, false) } }),
    );
    expect(idle.findings).toEqual([]);
  });

  test('is only traffic when those created also end', () => {
    const { findings, refuted } = computeJudgement(
      evidence({
        allocation: { groups: [group([10, 18, 26, 34, 42, 50], 0.1)] },
        time: { groups: [traced(200, 190, 50)] },
        memory: { goroutines: inMemory(50, false) },
      }),
    );
    expect(findings).toEqual([]);
    expect(refuted[0]!.reason).toContain('come and go');
  });

  test('is found among goroutines of which most end', () => {
    const { findings } = computeJudgement(
      evidence({ ...leak, time: { groups: [traced(200, 180, 60)] } }),
    );
    expect(findings[0]).toMatchObject({ verdict: 'confirmed' });
  });

  test('is a pool of workers when their number stays', () => {
    const { findings, refuted } = computeJudgement(
      evidence({
        allocation: { groups: [group([16, 16, 16, 16, 16, 16])] },
        memory: { goroutines: inMemory(16, false) },
      }),
    );
    expect(findings).toEqual([]);
    expect(refuted[0]!.reason).toContain('a pool of workers');
  });

  test('stays inconclusive without a trace', () => {
    const { findings } = computeJudgement(evidence({ ...leak, time: gone('No trace.') }));
    expect(findings[0]!.verdict).toBe('inconclusive');
  });
});

test('two heap profiles are too few for a verdict', () => {
  const two = { sites: [site(series(1e6, 9e7))], total: series(1e6, 9e7) };
  const { findings, legs } = computeJudgement(
    evidence({ allocation: two, time: { live }, memory: { holders: [holder(68, 0.83)] } }),
  );
  expect(findings).toEqual([]);
  expect(legs.allocation.state).toBe('partial');
});
