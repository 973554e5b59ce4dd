import { formatPercentage } from '../measurement';
import { formatValue } from '../views/report';
import type { AnnotatedInstruction, Disassembly } from './annotate-routine';

/** Instructions longer than this have their place on a line of its own. */
const shortText = 40;

/** The text of `go tool pprof -disasm`. */
export function formatDisassembly({ type, total, routines }: Disassembly): string {
  const value = (each: number): string => formatValue({ type, outputUnit: 'minimum' }, each);
  const cell = (each: number): string => (each === 0 ? '.' : value(each)).padStart(10);
  const lines = [`Total: ${value(total)}`];
  for (const { name, flat, cum, instructions } of routines) {
    lines.push(`ROUTINE ======================== ${name}`);
    const sums = `${value(flat).padStart(10)} ${value(cum).padStart(10)}`;
    lines.push(`${sums} (flat, cum) ${formatPercentage(cum, total)} of Total`);
    let before: AnnotatedInstruction | undefined;
    for (const each of instructions) {
      const start = `${cell(each.flat)} ${cell(each.cum)} ${each.address.toString(16).padStart(10)}: `;
      const place = isSamePlace(each, before) ? '' : formatPlace(each);
      before = each;
      if (place === '') lines.push(start + each.text);
      else if (each.text.length < shortText) {
        lines.push(`${start}${each.text.padEnd(shortText)};${place}`);
      } else lines.push(`${' '.repeat(74)};${place}`, start + each.text);
    }
  }
  return `${lines.join('\n')}\n`;
}

const isSamePlace = (each: AnnotatedInstruction, before: AnnotatedInstruction | undefined) =>
  before !== undefined &&
  each.function === before.function &&
  each.file === before.file &&
  each.line === before.line;

function formatPlace({ function: name, file, line }: AnnotatedInstruction): string {
  const place = file === '' ? '' : line === 0 ? file : `${file}:${line}`;
  return name === '' ? place : `${name} ${place}`;
}
