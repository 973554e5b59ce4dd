import type { Frame } from '../../contract/frame';
import type { StackTable } from './trace-analysis';

/**
 * Makes a function that picks, of the frames of a stack (leaf first), the one to show when there is room for
 * one: the first outside Go's own library, or the outermost when there is none. The library is told by its
 * folder, which the files of package runtime give away; built with -trimpath, files of it have no folder at all.
 */
export function createFramePicker(
  stacks: StackTable,
): (frames: readonly Frame[]) => Frame | undefined {
  const anchor = /^(.*\/)?runtime\/[^/]+\.(go|s)$/;
  let folder: string | undefined;
  for (let frame = 0; frame < stacks.frameFunction.length && folder === undefined; frame++) {
    if (!(stacks.functions[stacks.frameFunction[frame]!] ?? '').startsWith('runtime.')) continue;
    const match = anchor.exec(stacks.files[stacks.frameFile[frame]!] ?? '');
    if (match !== null) folder = match[1] ?? '';
  }
  const isLibrary = ({ function: name, file }: Frame): boolean => {
    if (name.startsWith('main.')) return false;
    if (folder !== undefined && folder !== '') return file.startsWith(folder);
    // Import paths outside the library begin with a host, which has a dot.
    return folder === '' && /^[^./]+\//.test(file);
  };
  return (frames) => frames.find((frame) => !isLibrary(frame)) ?? frames[frames.length - 1];
}
