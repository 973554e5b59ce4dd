import { vi } from 'vitest';

type Take = (text: string) => void;

/** Takes what commands print in this process, until the mocks are restored. */
export function captureOutput(takers: { readonly stdout: Take; readonly stderr: Take }): void {
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text, ...rest: unknown[]) => {
      takers[name](String(text));
      const done = rest[rest.length - 1];
      if (typeof done === 'function') done();
      return true;
    });
  }
}

/** Runs a command in this process. */
export async function runCaptured<Outcome>(command: () => Promise<Outcome>) {
  const printed = { stdout: '', stderr: '' };
  captureOutput({
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
  });
  try {
    return { status: await command(), ...printed };
  } finally {
    vi.restoreAllMocks();
  }
}
