import { CONTEXT_PREFIX, ContextReader, type RowContext } from '../protocols/context';
import { ProtocolError } from '../protocols/protocol-error';

/** The header in which callers of a running service say what they know of its rows; it is not handed on. */
export const CONTEXT_HEADER = 'x-implanta-context';

/** The context of so many rows; null where there is none, or where a list has another length. */
export type PassedContext = (rows: number) => RowContext[] | null;

const NONE: PassedContext = () => null;
const bad = () =>
  new ProtocolError(
    `${CONTEXT_HEADER}: send a JSON object such as {"entity":"42"}, said of every row of the call, or a list of one for each row; other than ASCII as \\u escapes`,
    { field: CONTEXT_HEADER, reason: 'bad_context' },
  );
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a caller says of the rows of a call that is handed on. Limits are those of every protocol: `entity`, `time` and 20 others, 256 bytes
 * each. Throws ProtocolError. Example: {"entity":"42"} is said of each of three rows.
 */
export function readPassedContext(header: string | undefined): PassedContext {
  if (header === undefined) return NONE;
  const said = parse(header);
  const list = Array.isArray(said) ? said : [said];
  if (list.length === 0 || !list.every(isPlain)) throw bad();
  const reader = new ContextReader(list.length);
  for (const [row, values] of list.entries())
    for (const [name, value] of Object.entries(values)) reader.set(row, `${CONTEXT_PREFIX}${name}`, value);
  const known = reader.result();
  if (!known) return NONE;
  if (Array.isArray(said)) return (rows) => (rows === known.length ? known : null);
  return (rows) => Array.from({ length: rows }, () => known[0] ?? {});
}

function parse(header: string): unknown {
  try {
    return JSON.parse(header);
  } catch {
    throw bad();
  }
}
