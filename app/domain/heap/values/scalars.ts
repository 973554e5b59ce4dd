import type { GoType } from '../../gosym';
import { formatDuration, formatFloat } from './go-text';
import type { ValueMemory } from './source';

/** Text of a number or boolean; undefined when its bytes are not in the snapshot or it is none. */
export function formatScalar(
  values: ValueMemory,
  type: GoType,
  address: number,
): string | undefined {
  const view = values.view(address, type.sizeBytes);
  if (!view || type.sizeBytes === 0) return undefined;
  switch (type.kind) {
    case 'bool':
      return view.getUint8(0) === 0 ? 'false' : 'true';
    case 'int':
    case 'enum': {
      const value = readInteger(view, true);
      return type.name === 'time.Duration' ? formatDuration(value) : value.toString();
    }
    case 'uint':
      return readInteger(view, false).toString();
    case 'float':
      return readFloat(view, 0, type.sizeBytes);
    case 'complex': {
      const half = type.sizeBytes / 2;
      const imaginary = readFloat(view, half, half);
      const sign = /^[+-]/.test(imaginary) ? '' : '+';
      return `(${readFloat(view, 0, half)}${sign}${imaginary}i)`;
    }
    default:
      return undefined;
  }
}

/** Little-endian, exact. */
function readInteger(view: DataView, signed: boolean): bigint {
  switch (view.byteLength) {
    case 1:
      return BigInt(signed ? view.getInt8(0) : view.getUint8(0));
    case 2:
      return BigInt(signed ? view.getInt16(0, true) : view.getUint16(0, true));
    case 4:
      return BigInt(signed ? view.getInt32(0, true) : view.getUint32(0, true));
    case 8:
      return signed ? view.getBigInt64(0, true) : view.getBigUint64(0, true);
    default:
      return 0n;
  }
}

function readFloat(view: DataView, offset: number, sizeBytes: number): string {
  return sizeBytes === 4
    ? formatFloat(view.getFloat32(offset, true), 32)
    : formatFloat(view.getFloat64(offset, true), 64);
}
