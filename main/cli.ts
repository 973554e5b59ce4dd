import { parseCommandLine } from './cli/command-line';
import { formatHelp } from './cli/help';
import { exitStatus, printUsage } from './cli/output';
import { readVersion } from './resources';

/** Command-line composition root. Each command loads only what it needs: `--version` must be instant. */
async function start(argv: readonly string[]): Promise<number> {
  const command = parseCommandLine(argv);
  if (!command.ok) return printUsage(command.error);
  switch (command.value.name) {
    case 'help':
      process.stdout.write(formatHelp());
      return exitStatus.nothingConfirmed;
    case 'version':
      process.stdout.write(`trivet ${readVersion()}\n`);
      return exitStatus.nothingConfirmed;
    case 'investigate':
      return (await import('./cli/commands/investigate')).investigate(command.value);
    case 'doctor':
      return (await import('./cli/commands/doctor')).printDoctor(command.value);
    case 'verify':
      return (await import('./cli/commands/verify')).verify(command.value);
    case 'trace':
      return (await import('./cli/commands/trace')).trace(command.value.args);
    case 'profile':
      return (await import('./cli/commands/profile')).profile(command.value.args);
    case 'open':
      return (await import('./cli/commands/open')).openWindow(command.value);
  }
}

void start(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
