import { join } from 'node:path';
import { keepCompiledCode } from './cli/code-cache';
import { exitStatus } from './cli/exit-status';
import { OutputGuard } from './cli/guard-output';
import { findUserFolders } from './project/user-folders';
import { readVersion } from './resources';

/**
 * Command-line composition root. Each command is a bundle of its own, loaded when asked for: the
 * command line must be up at once.
 */
async function start(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  // Their verbs read their own arguments.
  if (name === 'profile') return (await import('./cli/commands/profile')).profile(rest);
  if (name === 'heap') return (await import('./cli/commands/heap')).heap(rest);
  if (name === 'trace') return (await import('./cli/commands/trace')).trace(rest);
  if (name === '--version' || name === '-v' || name === 'version') {
    process.stdout.write(`trivet ${readVersion()}\n`);
    return exitStatus.nothingConfirmed;
  }
  const { formatHelp, parseCommandLine, printUsage } = await import('./cli/command-line');
  const command = parseCommandLine(argv);
  if (!command.ok) return printUsage(command.error);
  switch (command.value.name) {
    case 'help':
      process.stdout.write(formatHelp(command.value.about));
      return exitStatus.nothingConfirmed;
    case 'investigate':
      return (await import('./cli/commands/investigate')).investigate(command.value);
    case 'doctor':
      return (await import('./cli/commands/doctor')).printDoctor(command.value);
    case 'verify':
      return (await import('./cli/commands/verify')).verify(command.value);
    case 'open':
      return (await import('./cli/commands/open')).openWindow(command.value);
  }
}

keepCompiledCode(__dirname, join(findUserFolders().cache, 'code'));
const guard = new OutputGuard(process.stdout, process.stderr);
void start(process.argv.slice(2)).then((status) => {
  // What is still being written may fail later than this.
  process.on('exit', () => (process.exitCode = guard.statusOf(status)));
});
