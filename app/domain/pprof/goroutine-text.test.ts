import { describe, expect, test } from 'vitest';
import { parseGoroutineText } from './goroutine-text';

const dump = `goroutine 1 [running]:
main.main()
	/src/main.go:12 +0x1d4

goroutine 34 [chan receive, 3 minutes, locked to thread]:
main.(*Syncer).run(0xc000012345, {0x1, 0x2})
	/src/sync.go:47 +0x65
main.start.func1()
	/src/sync.go:20
created by main.start in goroutine 1
	/src/sync.go:19 +0x25

goroutine 35 gp=0xc0001 m=nil [chan send (leaked)]:
...12 frames elided...
main.load[...](...)
	/src/load.go:7
created by main.old
	/src/old.go:1 +0x1

goroutine 36 [select labels:{"trivet": "agent", "a b": "x, \\"y\\""}]:
main.trivetAgent.func1()
	/src/agent.go:3 +0x1

goroutine 37 [select] {trivet: agent, "a b": "c"}:
main.trivetAgent.func1()
	/src/agent.go:3 +0x1
`;

function parse(text: string) {
  const parsed = parseGoroutineText(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
}

describe('parseGoroutineText', () => {
  const { goroutines, skippedLines } = parse(dump);

  test('reads state, waiting time and thread lock', () => {
    expect(goroutines.map((each) => [each.goid, each.state, each.waitMinutes])).toEqual([
      [1, 'running', undefined],
      [34, 'chan receive', 3],
      [35, 'chan send', undefined],
      [36, 'select', undefined],
      [37, 'select', undefined],
    ]);
    expect(goroutines.map((each) => each.lockedToThread)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(skippedLines).toBe(0);
  });

  test('takes arguments off, not receivers or type parameters', () => {
    expect(goroutines[1]?.frames).toEqual([
      { function: 'main.(*Syncer).run', file: '/src/sync.go', line: 47 },
      { function: 'main.start.func1', file: '/src/sync.go', line: 20 },
    ]);
    expect(goroutines[2]?.frames[0]?.function).toBe('main.load[...]');
  });

  test('knows the creator, with its goid where Go prints one', () => {
    const place = { function: 'main.start', file: '/src/sync.go', line: 19 };
    expect(goroutines[1]?.createdBy).toEqual({ ...place, goid: 1 });
    expect(goroutines[2]?.createdBy?.goid).toBe(0);
    expect(goroutines[0]?.createdBy).toBeUndefined();
  });

  test('knows leaked goroutines and elided frames', () => {
    expect(goroutines[2]).toMatchObject({ leaked: true, elidedFrames: 12 });
  });

  test('reads labels as Go 1.26 and as Go 1.27 print them', () => {
    expect(goroutines[3]?.labels).toEqual({ trivet: 'agent', 'a b': 'x, "y"' });
    expect(goroutines[4]?.labels).toEqual({ trivet: 'agent', 'a b': 'c' });
  });

  test('answers for every truncation', () => {
    for (let end = 0; end <= dump.length; end++) parseGoroutineText(dump.slice(0, end));
    expect(parseGoroutineText('no goroutines here\n')).toEqual({
      ok: false,
      error: { code: 'no-goroutines' },
    });
  });
});
