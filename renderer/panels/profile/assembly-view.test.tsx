// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../../app/contract/result';
import { useSelection } from '../../store/selection';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { AssemblyView } from './assembly-view';

const query = {
  bundle: 'b',
  path: 'heap-2.pb.gz',
  base: 'heap-1.pb.gz',
  sampleType: 'inuse_space',
};
const at = (address: string, text: string, file: string, line: number, flat: number) => ({
  ...{ address, text, file, line, flat, cum: flat },
});

let engine: FakeBridge;
beforeEach(async () => {
  engine = await openWindow();
  showFixture();
});

test('instructions stand by source line, with what was sampled in each', async () => {
  engine.answer('profile.disassembly', () =>
    ok({
      unit: 'bytes',
      total: 4096,
      binary: '/tmp/app',
      routines: [
        {
          name: 'main.keep',
          file: '/src/app/keep.go',
          flat: 2048,
          cum: 2048,
          instructions: [
            at('0x10', 'SUBQ $8, SP', 'keep.go', 7, 0),
            at('0x14', 'CALL runtime.newobject(SB)', 'keep.go', 8, 2048),
            at('0x19', 'MOVQ AX, 8(SP)', 'keep.go', 8, 0),
            at('0x1d', 'CALL strings.Repeat(SB)', 'strings.go', 4, 0),
          ],
        },
      ],
    }),
  );
  useSelection.getState().select({ function: 'main.keep' });
  mount(<AssemblyView query={query} />);
  const grid = await screen.findByRole('grid', { name: 'Assembly' });
  const rows = within(grid).getAllByRole('row').slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([
    '··keep.go:70x10SUBQ $8, SP',
    '2.0 KiB2.0 KiBkeep.go:80x14CALL runtime.newobject(SB)',
    '··0x19MOVQ AX, 8(SP)',
    '··strings.go:40x1dCALL strings.Repeat(SB)',
  ]);
  expect(engine.asked.at(-1)?.input).toEqual({
    ...{ bundle: 'b', path: 'heap-2.pb.gz', sampleType: 'inuse_space', function: 'main.keep' },
  });
  fireEvent.click(rows[1]!);
  await waitFor(() =>
    expect(useSelection.getState().selection.source).toEqual({ path: '/src/app/keep.go', line: 8 }),
  );
});

test('without the program it says what is missing', async () => {
  engine.answer('profile.disassembly', () =>
    err({ code: 'unsupported', message: 'The program that was profiled is not at hand.' }),
  );
  useSelection.getState().select({ function: 'main.keep' });
  mount(<AssemblyView query={query} />);
  expect(await screen.findByText(/not at hand/)).toBeTruthy();
});
