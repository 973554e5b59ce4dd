import { spawn, type ChildProcess } from 'node:child_process';
import { signalGroup, type EndSignal } from './process-group';

/**
 * Waits for the end of its standard input, which comes however the workbench ends, SIGKILL
 * included; then ends every group that was not signed off. A stopped target is woken first: a
 * debugger that died in the middle may have left it so.
 */
const script = `
trap '' HUP INT TERM QUIT PIPE
without() {
  case $1 in
    *" $2 "*) printf '%s' "\${1%% $2 *} \${1#* $2 }" ;;
    *) printf '%s' "$1" ;;
  esac
}
groups=' '
hard=' '
patient=' '
wake=' '
while read -r verb id; do
  case $verb in
    SIGTERM) groups="$groups$id " ;;
    SIGKILL) hard="$hard$id " ;;
    patient) patient="$patient$id " ;;
    remove)
      groups=$(without "$groups" "$id"); hard=$(without "$hard" "$id")
      patient=$(without "$patient" "$id") ;;
    wake) wake="$wake$id " ;;
    calm) wake=$(without "$wake" "$id") ;;
  esac
done
# wait_for GROUP TENTHS, then kill
wait_for() {
  tries=0
  while kill -s 0 -- "-$1" && [ $tries -lt "$2" ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL -- "-$1"
}
wake_all() {
  [ "$wake" = ' ' ] || sleep 0.3 # until the kernel has detached for the killed debugger
  for id in $wake; do kill -s CONT "$id"; done
}
for id in $hard; do kill -s KILL -- "-$id"; done 2>/dev/null
for id in $groups; do kill -s TERM -- "-$id"; done 2>/dev/null
wake_all 2>/dev/null
for id in $groups; do wait_for "$id" 20; done 2>/dev/null
for id in $patient; do wait_for "$id" 50; done 2>/dev/null
[ "$patient" = ' ' ] || wake_all 2>/dev/null
exit 0
`;

/**
 * Sees to it that no process group outlives this process. Process-wide by nature: it answers for
 * every session, so it is the one place of `main` that keeps state in a module.
 */
class Guard {
  readonly #groups = new Map<number, EndSignal | 'patient'>();
  readonly #stopped = new Set<number>();
  #watchdog: ChildProcess | undefined;

  /**
   * `signal` is what ends it first, should we die; a patient one is left up to 5 s to end by
   * itself, as its own standard input does.
   */
  add(group: number, signal: EndSignal, isPatient = false): void {
    const verb = isPatient ? 'patient' : signal;
    this.#groups.set(group, verb);
    if (process.platform === 'win32') return this.#onExitOnly();
    if (this.#watchdog === undefined) this.#start();
    else this.#tell(`${verb} ${group}`);
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
    for (const [group, verb] of this.#groups) this.#tell(`${verb} ${group}`);
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
    for (const group of this.#groups.keys()) signalGroup(group, 'SIGKILL');
  };
}

export const guard = new Guard();
