import { AbiTypes } from '../gosym';
import { AbiGoTypes } from './abi-go-types';
import type { RuntimeImage } from './stack-roots/runtime-image';

/**
 * The types of a stopped program by their descriptors, those with debug information and all others.
 *
 * @param beginsObject whether an object on the heap begins at an address: there package reflect puts its descriptors.
 */
export function describeTypes(
  { memory, program, snapshot, symbols }: RuntimeImage,
  beginsObject: (address: number) => boolean,
): AbiGoTypes {
  const { dwarf } = program;
  const layoutOf = (name: string) => snapshot.header.layouts[name] ?? dwarf?.layoutOf(name);
  const names = new AbiTypes(memory, symbols.modules, layoutOf);
  const moduleOf = (address: number) =>
    symbols.modules.find(({ types }) => address >= types.start && address < types.end);
  return new AbiGoTypes({
    ...{ memory, layoutOf },
    typeNamed: (name) => dwarf?.typeByName(name),
    nameOf: (address) => names.nameOf(address),
    // The linker notes them as offsets from `runtime.types`.
    known: (address) =>
      dwarf?.typeByRuntimeAddress(address - snapshot.header.bias) ??
      dwarf?.typeByRuntimeAddress(address - (moduleOf(address)?.types.start ?? address)),
    mayBeAt: (address) => moduleOf(address) !== undefined || beginsObject(address),
  });
}
