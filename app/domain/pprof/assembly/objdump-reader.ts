/** One machine instruction; the address is the file's, without a load bias. */
export interface Instruction {
  readonly address: number;
  readonly sizeBytes: number;
  /** In Go's syntax. */
  readonly text: string;
  /** Base name of the file that the compiler took it from, also of a function inlined here. */
  readonly file: string;
  /** 1-based; 0 when unknown. */
  readonly line: number;
}

/** The code of one symbol. */
export interface Routine {
  readonly name: string;
  /** Path of the source file as compiled. */
  readonly file: string;
  readonly instructions: readonly Instruction[];
}

const heading = /^TEXT (.*)\(SB\) ?(.*)$/;
/** `  main.go:12\t0x48f0a0\t\t493b6610\t\tCMPQ SP, 0x10(R14)\t`; without a place the first is `:-1`. */
const instruction = /^\s+(.*):(-?\d+)\t+0x([0-9a-f]{1,13})\t+([0-9a-f]+)\t+(.*?)\s*$/;

/** No function comes near; a file that goes on for ever must not fill our memory. */
const maxInstructions = 1 << 20;

/** Reads what `go tool objdump` prints, a line at a time. Lines that are none of it are passed over. */
export class ObjdumpReader {
  private name: string | undefined;
  private file = '';
  private instructions: Instruction[] = [];

  constructor(private readonly onRoutine: (routine: Routine) => void) {}

  push(line: string): void {
    const start = heading.exec(line);
    if (start) {
      this.end();
      [, this.name, this.file = ''] = start;
      return;
    }
    const [, file, number, address, code, text] = instruction.exec(line) ?? [];
    if (code === undefined || this.instructions.length === maxInstructions) return;
    this.instructions.push({
      address: Number.parseInt(address!, 16),
      sizeBytes: code.length / 2,
      text: text!,
      file: file!,
      line: Math.max(0, Number(number)),
    });
  }

  /** Hands over the last routine. */
  end(): void {
    const { name, file, instructions } = this;
    if (name !== undefined && instructions.length > 0) this.onRoutine({ name, file, instructions });
    this.name = undefined;
    this.instructions = [];
  }
}
