import { describe, expect, test, vi } from 'vitest';
import { ReadingProgress } from './reading-progress';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, columns: 40, write: (text: string) => written.push(text) };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

const at = (readBytes: number) => ({ readBytes, totalBytes: 2_000_000 });

describe('progress of reading', () => {
  test('is one line of a terminal, written anew for each per cent, and cleared', () => {
    vi.useFakeTimers();
    const { written, stream } = terminal(true);
    const progress = new ReadingProgress(stream);
    progress.report(at(500_000));
    expect(written).toEqual([]);
    vi.advanceTimersByTime(1000);
    progress.report(at(1_000_000));
    progress.report(at(1_000_001));
    progress.report(at(2_000_000));
    progress.done();
    progress.done();
    vi.useRealTimers();
    expect(written).toHaveLength(3);
    expect(written[0]).toMatch(/^\x1b\[2K█{12}░{12}  50 %/);
    expect(written[0]!.length).toBeLessThan(46);
    expect(written[1]).toMatch(/100 %.*\r$/);
    expect(written[2]).toBe('\x1b[2K');
  });

  test('says nothing when it goes to a file', () => {
    vi.useFakeTimers();
    const { written, stream } = terminal(false);
    const progress = new ReadingProgress(stream);
    vi.advanceTimersByTime(1000);
    progress.report(at(1_000_000));
    progress.done();
    vi.useRealTimers();
    expect(written).toEqual([]);
  });
});
