import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/**
 * Agent source → name in the user's package. `aa_` comes first in the package, so that the agent
 * listens before the program's own init functions run. Go reads `_linux` as a build constraint;
 * `_test` must come last.
 */
const files = [
  { source: 'agent.go', name: 'aa_trivet_agent' },
  { source: 'profiles.go', name: 'aa_trivet_agent_profiles' },
  { source: 'metrics.go', name: 'aa_trivet_agent_metrics' },
  { source: 'flight_recorder.go', name: 'aa_trivet_agent_flight_recorder' },
  {
    source: 'flight_recorder_before_go125.go',
    name: 'aa_trivet_agent_flight_recorder_before_go125',
  },
  { source: 'platform_linux.go', name: 'aa_trivet_agent_platform_linux' },
  { source: 'platform_other.go', name: 'aa_trivet_agent_platform_other' },
] as const;

export interface OverlayPlan {
  /** Folder with the agent's source (resources/agent). */
  readonly agentDir: string;
  /** Folder of the package that gets the agent; nothing is written there. */
  readonly packageDir: string;
  readonly packageName: string;
  /** As test files, for `go test -c`. */
  readonly test: boolean;
  /** Folder that gets the overlay. */
  readonly overlayDir: string;
  /** Overlay file that the project's GOFLAGS name: stays in force, as ours would displace it. */
  readonly inherited?: string | undefined;
}

/** Writes the agent and the overlay file that lays it over the package. @returns its path. */
export async function writeOverlay(plan: OverlayPlan): Promise<string> {
  await mkdir(plan.overlayDir, { recursive: true });
  const replace =
    plan.inherited === undefined
      ? {}
      : await readOverlay(path.resolve(plan.packageDir, plan.inherited));
  for (const { source, name } of files) {
    const text = await readFile(path.join(plan.agentDir, source), 'utf8');
    const own = text.replace(/^package main$/m, `package ${plan.packageName}`);
    const fileName = `${name}${plan.test ? '_test' : ''}.go`;
    const backing = path.join(plan.overlayDir, fileName);
    await writeFile(backing, own);
    replace[path.join(plan.packageDir, fileName)] = backing;
  }
  const overlayFile = path.join(plan.overlayDir, 'overlay.json');
  await writeFile(overlayFile, `${JSON.stringify({ Replace: replace }, undefined, 2)}\n`);
  return overlayFile;
}

const overlaySchema = z.object({ Replace: z.record(z.string(), z.string()) });

async function readOverlay(file: string): Promise<Record<string, string>> {
  return overlaySchema.parse(JSON.parse(await readFile(file, 'utf8'))).Replace;
}
