import type { Input, Reply } from '../../app/contract/ipc';
import { ok } from '../../app/contract/result';
import type { Terminals } from './terminals';

/** The `terminal.*` requests of the contract. */
export function createTerminalHandlers(terminals: Terminals) {
  return {
    'terminal.open': ({ cwd, ...size }: Input<'terminal.open'>): Promise<Reply<'terminal.open'>> =>
      terminals.open(cwd, size),
    'terminal.write': ({
      terminal,
      data,
    }: Input<'terminal.write'>): Promise<Reply<'terminal.write'>> => {
      terminals.write(terminal, data);
      return Promise.resolve(ok({}));
    },
    'terminal.resize': ({
      terminal,
      ...size
    }: Input<'terminal.resize'>): Promise<Reply<'terminal.resize'>> => {
      terminals.resize(terminal, size);
      return Promise.resolve(ok({}));
    },
    'terminal.close': ({ terminal }: Input<'terminal.close'>): Promise<Reply<'terminal.close'>> => {
      terminals.close(terminal);
      return Promise.resolve(ok({}));
    },
  };
}
