import { resolve } from 'node:path';
import { err, ok } from '../../../../app/contract/result';
import { formatDisassembly } from '../../../../app/domain/pprof/assembly/format-disassembly';
import { disassemble, programsBy } from '../../../analysis/disassemble';
import type { Verb } from '../../verbs';
import { toDisassemblyDocument } from './documents';
import { tableOptions } from './profile-options';
import { runReport } from './run-report';

/** `trivet profile disasm FILE RE [--binary B]`: flat and cum per instruction, as `go tool pprof -disasm`. */
export const disasm: Verb = {
  options: { ...tableOptions, binary: { type: 'string' } },
  positionals: ['FILE', 'FUNCTION-RE'],
  run: (values, [file, symbols]) =>
    runReport(values, [file!], async ({ profile, view }) => {
      const named = values['binary'] as string | undefined;
      const binaries = named === undefined ? programsBy(profile, resolve(file!)) : [resolve(named)];
      const code = await disassemble(profile, view, binaries, symbols!);
      if (!code.ok) return code;
      if (code.value.routines.length === 0) {
        const message = `No function of ${code.value.binary} that matches "${symbols}" has samples.`;
        return err({ code: 'usage', message });
      }
      return ok({
        text: () => formatDisassembly(code.value),
        json: () => toDisassemblyDocument(code.value, code.value.binary),
        unmatched: [],
      });
    }),
};
