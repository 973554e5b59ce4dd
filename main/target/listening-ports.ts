import { readFile, readdir, readlink } from 'node:fs/promises';

export interface ListeningSocket {
  /** Numeric address to connect to: a wildcard is given as loopback. */
  readonly host: string;
  readonly port: number;
}

const listenState = '0A'; // TCP_LISTEN of include/net/tcp_states.h

/** TCP sockets on which a process listens, by /proc (Linux). Empty where that cannot be read. */
export async function findListeningSockets(pid: number): Promise<readonly ListeningSocket[]> {
  const inodes = await readSocketInodes(pid);
  const sockets: ListeningSocket[] = [];
  for (const table of ['tcp', 'tcp6']) {
    // Of that process: it may live in another network namespace.
    const text = await readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '');
    sockets.push(...parseTcpTable(text, inodes));
  }
  return sockets;
}

async function readSocketInodes(pid: number): Promise<ReadonlySet<string>> {
  const dir = `/proc/${pid}/fd`;
  const names = await readdir(dir).catch((): string[] => []);
  const inodes = new Set<string>();
  for (const name of names) {
    const link = await readlink(`${dir}/${name}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

/** Rows of /proc/net/tcp or tcp6 that listen and have one of these inodes (proc(5)). */
export function parseTcpTable(
  text: string,
  inodes: ReadonlySet<string>,
): readonly ListeningSocket[] {
  const found: ListeningSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    const local = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(columns[1] ?? '');
    if (local === null || columns[3] !== listenState || !inodes.has(columns[9] ?? '')) continue;
    found.push({ host: decodeAddress(local[1]!), port: parseInt(local[2]!, 16) });
  }
  return found;
}

/** Words of 32 bits, each in the byte order of the host: little-endian on what we run on. */
function decodeAddress(hex: string): string {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    for (let i = 6; i >= 0; i -= 2) bytes.push(parseInt(hex.slice(word + i, word + i + 2), 16));
  }
  if (bytes.length === 4) return bytes.every((b) => b === 0) ? '127.0.0.1' : bytes.join('.');
  if (bytes.every((b) => b === 0)) return '::1';
  const isMapped =
    bytes.slice(0, 10).every((b) => b === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return bytes.slice(12).join('.');
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i]! << 8) | bytes[i + 1]!).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1); // written as usual: ::1
}
