import { expect, test } from 'vitest';
import type { GdbInstruction } from '../../../app/contract/gdb-views';
import { layOutDisassembly } from './disassembly-rows';

/** `work:43 double:33` is a call of double, inlined into line 43 of work. */
function instruction(offset: number, stack: string): GdbInstruction {
  const frames = stack.split(' ').map((text) => {
    const [name = '', line = '0'] = text.split(':');
    return { function: name, file: 'main.go', line: Number(line) };
  });
  return { address: `0x${offset.toString(16)}`, offset, text: 'nop', opcodes: '90', stack: frames };
}

test('instructions stand beneath their line, inlined calls where they were made', () => {
  const rows = layOutDisassembly([
    instruction(0, 'work:42'),
    instruction(1, 'work:42'),
    instruction(2, 'work:43 double:33'),
    instruction(3, 'work:43 double:34'),
    instruction(4, 'work:43'),
    instruction(5, 'work:45'),
  ]);
  const text = rows.map((row) =>
    row.kind === 'instruction'
      ? `${'  '.repeat(row.depth)}+${row.instruction.offset}`
      : `${'  '.repeat(row.depth)}${row.kind === 'inlined' ? `${row.function} ` : ''}line ${row.line}`,
  );
  expect(text).toEqual([
    'line 42',
    '+0',
    '+1',
    'line 43',
    '  double line 33',
    '  +2',
    '  line 34',
    '  +3',
    'line 43',
    '+4',
    'line 45',
    '+5',
  ]);
});
