import { spawn, type ChildProcess } from 'node:child_process';
import { signalGroup } from './process-group';

/**
 * Waits for the end of its standard input, which comes however the workbench ends, SIGKILL
 * included; then ends every group that was not signed off. A stopped target is woken first: a
 * debugger that died in the middle may have left it so.
 */
const script = `
trap '' HUP INT TERM QUIT PIPE
groups=' '
wake=' '
while read -r verb id; do
  case $verb in
    add) groups="$groups$id " ;;
    remove) groups="\${groups%% $id *} \${groups#* $id }" ;;
    wake) wake="$wake$id " ;;
    calm) wake="\${wake%% $id *} \${wake#* $id }" ;;
  esac
done
for id in $groups; do kill -s TERM -- "-$id"; done 2>/dev/null
tries=0
for id in $groups; do
  while kill -s 0 -- "-$id" && [ $tries -lt 20 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL -- "-$id"
done 2>/dev/null
for id in $wake; do kill -s CONT "$id"; done 2>/dev/null
exit 0
`;

/**
 * Sees to it that no process group outlives this process. Process-wide by nature: it answers for
 * every session, so it is the one place of `main` that keeps state in a module.
 */
class Guard {
  readonly #groups = new Set<number>();
  readonly #stopped = new Set<number>();
  #watchdog: ChildProcess | undefined;

  add(group: number): void {
    this.#groups.add(group);
    if (process.platform === 'win32') return this.#onExitOnly();
    if (this.#watchdog === undefined) this.#start();
    else this.#tell(`add ${group}`);
  }

  remove(group: number): void {
    if (this.#groups.delete(group)) this.#tell(`remove ${group}`);
  }

  /** While it is stopped by our debugger: should we die, this process gets a SIGCONT. */
  wakeOnExit(pid: number): void {
    this.#stopped.add(pid);
    if (this.#watchdog === undefined) this.#start();
    else this.#tell(`wake ${pid}`);
  }

  forgetWake(pid: number): void {
    if (this.#stopped.delete(pid)) this.#tell(`calm ${pid}`);
  }

  #start(): void {
    // Detached: a Ctrl-C meant for us must not end the one who cleans up after us.
    const watchdog = spawn('/bin/sh', ['-c', script], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: '/usr/bin:/bin' },
      cwd: '/',
    });
    this.#watchdog = watchdog;
    const gone = () => {
      if (this.#watchdog === watchdog) this.#watchdog = undefined;
    };
    watchdog.once('error', gone);
    watchdog.once('exit', gone);
    watchdog.stdin.on('error', gone);
    watchdog.unref();
    (watchdog.stdin as unknown as { unref(): void }).unref();
    for (const group of this.#groups) this.#tell(`add ${group}`);
    for (const pid of this.#stopped) this.#tell(`wake ${pid}`);
  }

  #tell(line: string): void {
    this.#watchdog?.stdin?.write(`${line}\n`);
  }

  #onExitOnly(): void {
    if (process.listeners('exit').includes(this.#endAll)) return;
    process.on('exit', this.#endAll);
  }

  readonly #endAll = (): void => {
    for (const group of this.#groups) signalGroup(group, 'SIGKILL');
  };
}

export const guard = new Guard();
