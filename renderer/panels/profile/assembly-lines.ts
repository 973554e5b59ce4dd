import type { Routine } from '../../../app/contract/profile-report';

/** One instruction as a row. */
export interface AssemblyLine {
  readonly routine: string;
  /** Of the source; empty where the code was inlined from a file whose folder is not known. */
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly address: string;
  readonly text: string;
  readonly flat: number;
  readonly cum: number;
  /** The first of those that one source line was compiled to, in a row. */
  readonly isFirst: boolean;
}

/** The instructions of all routines, each run of one source line marked at its start. */
export function assemblyLines(routines: readonly Routine[]): readonly AssemblyLine[] {
  return routines.flatMap(({ name, file: path, instructions }) => {
    const own = path.slice(path.lastIndexOf('/') + 1);
    return instructions.map((each, index) => {
      const before = instructions[index - 1];
      return {
        ...each,
        routine: name,
        path: each.file === own ? path : '',
        isFirst: before === undefined || before.file !== each.file || before.line !== each.line,
      };
    });
  });
}

export const placeOf = ({ file, line }: Pick<AssemblyLine, 'file' | 'line'>): string =>
  file === '' ? '' : line > 0 ? `${file}:${line}` : file;
