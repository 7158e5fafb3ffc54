import { PickleError } from './pickle-error';

/** An inert value: text and names are kept, everything else is only a place on the stack. */
export type PickleValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'other' };

export interface PickleScan {
  readonly protocol: number;
  /** Every importable name in order of first use, `module.name`. */
  readonly globals: readonly string[];
  /** Text values stored under text keys of any dictionary, first one wins. */
  readonly settings: ReadonlyMap<string, string>;
  readonly usesExtensions: boolean;
  readonly usesPersistentIds: boolean;
  /** False when the decoder stopped early; `fault` says why. */
  readonly fault: PickleError | null;
}

const MAX_OPCODES = 5_000_000;
const MAX_STACK = 1_000_000;
const MAX_TEXT = 4_096;
const MAX_GLOBALS = 10_000;
const OTHER: PickleValue = { kind: 'other' };

/** What is left to do after an opcode's argument is skipped: values popped and pushed. */
const PLAIN: Readonly<Record<string, { argument: Argument; pop: number; push: number }>> = Object.fromEntries([
  ...entries('F I L', 'line', 0, 1),
  ...entries('P', 'line', 0, 1),
  ...entries('J', 4, 0, 1),
  ...entries('K', 1, 0, 1),
  ...entries('M', 2, 0, 1),
  ...entries('G', 8, 0, 1),
  ...entries('T B', 'length4', 0, 1),
  ...entries('U C', 'length1', 0, 1),
  ...entries('N ] ) } \x88 \x89 \x8f \x97', 0, 0, 1),
  ...entries('\x8a', 'length1', 0, 1),
  ...entries('\x8b', 'length4', 0, 1),
  ...entries('\x8e \x96', 'length8', 0, 1),
  ...entries('\x82', 1, 0, 1),
  ...entries('\x83', 2, 0, 1),
  ...entries('\x84', 4, 0, 1),
  ...entries('Q \x85', 0, 1, 1),
  ...entries('\x86 R \x81', 0, 2, 1),
  ...entries('\x87 \x92', 0, 3, 1),
  ...entries('b a', 0, 1, 0),
  ...entries('\x98', 0, 0, 0),
  ...entries('\x95', 8, 0, 0),
]);

type Argument = number | 'line' | 'length1' | 'length4' | 'length8';

function entries(opcodes: string, argument: Argument, pop: number, push: number) {
  return opcodes.split(' ').map((opcode) => [opcode, { argument, pop, push }] as const);
}

/**
 * Walks pickle opcodes (protocol 0 to 5) on an inert stack: nothing is imported, called or built.
 * Faults end the walk and are returned, so that names found before them can still be shown. Never throws.
 */
export function decodeOpcodes(bytes: Uint8Array): PickleScan {
  const decoder = new Decoder(bytes);
  let fault: PickleError | null = null;
  try {
    decoder.run();
  } catch (error) {
    fault = error instanceof PickleError ? error : new PickleError('malformed', { offset: decoder.position });
  }
  return {
    protocol: decoder.protocol,
    globals: [...decoder.globals],
    settings: decoder.settings,
    usesExtensions: decoder.usesExtensions,
    usesPersistentIds: decoder.usesPersistentIds,
    fault,
  };
}

class Decoder {
  readonly globals = new Set<string>();
  readonly settings = new Map<string, string>();
  protocol = 0;
  position = 0;
  usesExtensions = false;
  usesPersistentIds = false;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #memo = new Map<number, PickleValue>();
  #stack: PickleValue[] = [];
  readonly #marks: number[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  run(): void {
    for (let count = 0; count < MAX_OPCODES; count += 1) {
      const offset = this.position;
      const opcode = String.fromCharCode(this.#byte());
      if (opcode === '.') return;
      if (!this.#plain(opcode) && !this.#special(opcode))
        throw new PickleError('unknown_opcode', { opcode: opcode.charCodeAt(0), offset });
      if (this.#stack.length > MAX_STACK) throw new PickleError('too_large', { limit: MAX_STACK, what: 'values' });
    }
    throw new PickleError('too_large', { limit: MAX_OPCODES, what: 'instructions' });
  }

  #plain(opcode: string): boolean {
    const rule = Object.hasOwn(PLAIN, opcode) ? PLAIN[opcode] : undefined;
    if (!rule) return false;
    if (opcode === '\x82' || opcode === '\x83' || opcode === '\x84') this.usesExtensions = true;
    if (opcode === 'P' || opcode === 'Q') this.usesPersistentIds = true;
    if (rule.argument === 'line') this.#line();
    else this.#skip(typeof rule.argument === 'number' ? rule.argument : this.#length(rule.argument));
    for (let i = 0; i < rule.pop; i += 1) this.#pop();
    for (let i = 0; i < rule.push; i += 1) this.#stack.push(OTHER);
    return true;
  }

  #special(opcode: string): boolean {
    if (opcode === '\x80') this.protocol = this.#byte();
    else if (opcode === '(') this.#marks.push(this.#stack.length);
    else if (opcode === 'S') this.#push(unquote(this.#line()));
    else if (opcode === 'V') this.#push(this.#line());
    else if (opcode === 'X') this.#push(this.#text(this.#length('length4')));
    else if (opcode === '\x8c') this.#push(this.#text(this.#length('length1')));
    else if (opcode === '\x8d') this.#push(this.#text(this.#length('length8')));
    else if (opcode === 'c') this.#pushGlobal(`${this.#line()}.${this.#line()}`);
    else if (opcode === '\x93') this.#stackGlobal();
    else if (opcode === 'i') {
      const name = `${this.#line()}.${this.#line()}`;
      this.#popMark();
      this.#pushGlobal(name);
    } else if (opcode === 'p') this.#memo.set(Number(this.#line()), this.#top());
    else if (opcode === 'q') this.#memo.set(this.#byte(), this.#top());
    else if (opcode === 'r') this.#memo.set(this.#length('length4'), this.#top());
    else if (opcode === '\x94') this.#memo.set(this.#memo.size, this.#top());
    else if (opcode === 'g') this.#recall(Number(this.#line()));
    else if (opcode === 'h') this.#recall(this.#byte());
    else if (opcode === 'j') this.#recall(this.#length('length4'));
    else if (opcode === '0') this.#popOrMark();
    else if (opcode === '1') this.#popMark();
    else if (opcode === '2') this.#stack.push(this.#top());
    else if (opcode === 's') this.#setItems(this.#stack.splice(-2));
    else if (opcode === 'u') this.#setItems(this.#popMark());
    else if (opcode === 'e' || opcode === '\x90') this.#popMark();
    else if (opcode === 'd') {
      this.#setItems(this.#popMark());
      this.#stack.push(OTHER);
    } else if (['l', 't', 'o', '\x91'].includes(opcode)) {
      this.#popMark();
      this.#stack.push(OTHER);
    } else return false;
    return true;
  }

  #stackGlobal(): void {
    const name = this.#pop();
    const module = this.#pop();
    // A name that is not plain text is hidden on purpose; it is shown as such.
    const part = (value: PickleValue): string => (value.kind === 'text' ? value.text : '?');
    this.#pushGlobal(`${part(module)}.${part(name)}`);
  }

  #setItems(items: readonly PickleValue[]): void {
    for (let i = 0; i + 1 < items.length; i += 2) {
      const [key, value] = [items[i], items[i + 1]];
      if (key?.kind === 'text' && value?.kind === 'text' && !this.settings.has(key.text) && this.settings.size < 1_000)
        this.settings.set(key.text, value.text);
    }
  }

  #pushGlobal(name: string): void {
    if (this.globals.size >= MAX_GLOBALS) throw new PickleError('too_large', { limit: MAX_GLOBALS, what: 'names' });
    this.globals.add(name.slice(0, 512));
    this.#stack.push({ kind: 'global', name });
  }

  #push(text: string): void {
    this.#stack.push({ kind: 'text', text: text.slice(0, MAX_TEXT) });
  }

  #top(): PickleValue {
    const top = this.#stack.at(-1);
    if (!top) throw new PickleError('malformed', { offset: this.position });
    return top;
  }

  #pop(): PickleValue {
    const top = this.#stack.pop();
    if (!top) throw new PickleError('malformed', { offset: this.position });
    return top;
  }

  #popMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined || mark > this.#stack.length) throw new PickleError('malformed', { offset: this.position });
    return this.#stack.splice(mark);
  }

  /** POP takes a mark away when nothing lies on it. */
  #popOrMark(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.#pop();
  }

  #recall(index: number): void {
    const value = this.#memo.get(index);
    if (!value) throw new PickleError('malformed', { offset: this.position });
    this.#stack.push(value);
  }

  #byte(): number {
    const byte = this.#bytes[this.position];
    if (byte === undefined) throw new PickleError('truncated', { offset: this.position });
    this.position += 1;
    return byte;
  }

  #length(kind: 'length1' | 'length4' | 'length8'): number {
    if (kind === 'length1') return this.#byte();
    const at = this.position;
    this.#skip(kind === 'length4' ? 4 : 8);
    return (
      this.#view.getUint32(at, true) + (kind === 'length8' ? this.#view.getUint32(at + 4, true) * 4_294_967_296 : 0)
    );
  }

  #skip(length: number): void {
    if (this.position + length > this.#bytes.length) throw new PickleError('truncated', { offset: this.position });
    this.position += length;
  }

  #text(length: number): string {
    const start = this.position;
    this.#skip(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + Math.min(length, MAX_TEXT)));
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.position);
    if (end < 0) throw new PickleError('truncated', { offset: this.position });
    const line = this.#bytes.subarray(this.position, Math.min(end, this.position + MAX_TEXT));
    this.position = end + 1;
    return new TextDecoder('latin1').decode(line);
  }
}

const unquote = (text: string): string => text.replace(/^(['"])(.*)\1$/s, '$2');
