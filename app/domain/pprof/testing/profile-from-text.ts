import type { Profile } from '../profile';
import { toValueColumn } from '../value-column';

/**
 * Builds a profile from a picture: the first line has the values, columns below are stacks, root
 * on top, `-` for nothing. `name@7` is line 7 of the function; `name^` was inlined into the cell above it;
 * `#key=value` in the last line labels the samples.
 */
export function profileFromText(picture: string): Profile {
  const rows = picture
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const [unit = 'count', ...values] = rows[0] ?? [];
  const strings = ['', unit, 'value'];
  const text = (value: string): number => {
    const known = strings.indexOf(value);
    return known >= 0 ? known : strings.push(value) - 1;
  };
  const functions: string[] = [];
  const lines: [func: number, line: number][] = [];
  const lineStart: number[] = [];
  const stackStart = [0];
  const locations: number[] = [];
  const labelRows: [key: number, str: number][] = [];
  const labelStart = [0];
  values.forEach((_, column) => {
    const groups: [func: number, line: number][][] = [];
    for (const cells of rows.slice(1)) {
      const cell = cells[column] ?? '-';
      if (cell === '-') continue;
      if (cell.startsWith('#')) {
        const [key = '', value = ''] = cell.slice(1).split('=');
        labelRows.push([text(key), text(value)]);
        continue;
      }
      const [, name = cell, line = '0', inlined] = /^(.*?)(?:@(\d+))?(\^)?$/.exec(cell) ?? [];
      const known = functions.indexOf(name);
      const frame: [number, number] = [known >= 0 ? known : functions.push(name) - 1, Number(line)];
      const above = groups[groups.length - 1];
      if (inlined && above) above.unshift(frame);
      else groups.push([frame]);
    }
    for (const group of groups.reverse()) {
      locations.push(lineStart.length);
      lineStart.push(lines.length);
      lines.push(...group);
    }
    stackStart.push(locations.length);
    labelStart.push(labelRows.length);
  });
  lineStart.push(lines.length);
  const count = lineStart.length - 1;
  const names = Uint32Array.from(functions, text);
  return {
    sampleTypes: [{ type: 'value', unit }],
    defaultSampleType: '',
    samples: {
      length: values.length,
      stackStart: Uint32Array.from(stackStart),
      locations: Uint32Array.from(locations),
      values: [toValueColumn(BigInt64Array.from(values, BigInt))],
      labelStart: Uint32Array.from(labelStart),
    },
    labels: {
      length: labelRows.length,
      key: Uint32Array.from(labelRows, (row) => row[0]),
      str: Uint32Array.from(labelRows, (row) => row[1]),
      num: new BigInt64Array(labelRows.length),
      numUnit: new Uint32Array(labelRows.length),
    },
    locations: {
      length: count,
      address: BigUint64Array.from({ length: count }, (_, row) => BigInt(row + 4096)),
      mapping: new Int32Array(count).fill(-1),
      isFolded: new Uint8Array(count),
      lineStart: Uint32Array.from(lineStart),
    },
    lines: {
      length: lines.length,
      func: Int32Array.from(lines, (row) => row[0]),
      line: Float64Array.from(lines, (row) => row[1]),
      column: new Float64Array(lines.length),
    },
    functions: {
      length: functions.length,
      name: names,
      systemName: names,
      filename: Uint32Array.from(functions, (name) => text(`/src/${name.replace(/\W.*/, '')}.go`)),
      startLine: new Float64Array(functions.length),
    },
    mappings: [],
    strings,
    dropFrames: '',
    keepFrames: '',
    timeNanos: 0n,
    durationNanos: 0n,
    periodType: undefined,
    period: 0n,
    comments: [],
    docUrl: '',
  };
}
