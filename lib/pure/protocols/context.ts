import { longDigits } from './long-integers';
import { badField } from './protocol-error';

export const CONTEXT_PREFIX = 'context.';
const MAX_OTHERS = 20;
const MAX_BYTES = 256;
const KNOWN = new Set(['entity', 'time']);
/** What a key of the context looks like, without its prefix. */
export const CONTEXT_KEY = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** What a caller says about each row and the model never sees. One map per row. */
export type RowContext = Record<string, string>;

const encoder = new TextEncoder();

export const isContextName = (name: string): boolean => name.startsWith(CONTEXT_PREFIX);

/** Collects context values of `rows` rows; throws ProtocolError beyond the limits. */
export class ContextReader {
  readonly #count: number;
  #rows: RowContext[] | null = null;
  readonly #others = new Set<string>();

  constructor(rows: number) {
    this.#count = rows;
  }

  set(row: number, name: string, value: unknown): void {
    if (value === null || value === undefined) return;
    const key = name.slice(CONTEXT_PREFIX.length);
    if (!CONTEXT_KEY.test(key) || key === '__proto__')
      throw badField(
        name.slice(0, 80),
        'a context name has letters, digits, "_", "." and "-", 64 at most',
        'bad_context',
      );
    if (!KNOWN.has(key)) {
      this.#others.add(key);
      if (this.#others.size > MAX_OTHERS)
        throw badField(
          name,
          `a row takes context.entity, context.time and ${MAX_OTHERS} others at most`,
          'too_much_context',
        );
    }
    if (typeof value === 'object')
      throw badField(name, 'a context value is text, a number or true or false', 'bad_context');
    const text = typeof value === 'string' ? (longDigits(value) ?? value) : String(value);
    if (text.length > MAX_BYTES || encoder.encode(text).length > MAX_BYTES)
      throw badField(name, `a context value has ${MAX_BYTES} bytes at most`, 'too_much_context');
    if (text.includes('\u0000') || !text.isWellFormed())
      throw badField(name, 'a context value holds characters that cannot be stored', 'bad_text');
    this.#rows ??= Array.from({ length: this.#count }, () => Object.create(null));
    const target = this.#rows[row];
    if (target) target[key] = text;
  }

  /** Null where no row has any context. */
  result(): RowContext[] | null {
    return this.#rows;
  }
}
