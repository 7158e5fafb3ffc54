/** Where a text stops being JSON, and what to do about it. */
export interface JsonFault {
  line: number;
  column: number;
  reason: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const SPACE = /[ \t\r\n]*/y;
const WORD = /[+-]?[A-Za-z_$][\w$]*/y;
const NO_NUMBER: Record<string, string> = {
  nan: 'send null for a missing value',
  infinity: 'send "Infinity" or "-Infinity", in quotes',
  inf: 'send "Infinity" or "-Infinity", in quotes',
};
const PYTHON: Record<string, string> = { None: 'null', True: 'true', False: 'false', undefined: 'null' };

/**
 * The first fault of a text that JSON.parse refused. Lines and columns count from 1; columns in UTF-16 units.
 * Example: `{"a":[1,NaN]}` → line 1, column 9, "NaN is no JSON; send null for a missing value".
 */
export function findJsonFault(text: string): JsonFault {
  const { at, reason } = scan(text);
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let i = before.indexOf('\n'); i >= 0; i = before.indexOf('\n', i + 1)) line += 1;
  return { line, column: at - lineStart + 1, reason };
}

/** The same in words. Example: "line 1, column 9: NaN is no JSON; send null for a missing value". */
export function whereJsonFails(text: string): string {
  const { line, column, reason } = findJsonFault(text);
  return `line ${line}, column ${column}: ${reason}`;
}

function scan(text: string): { at: number; reason: string } {
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  /** By hand: a pattern for texts of megabytes runs out of stack. */
  const takeText = (): boolean => {
    if (text[at] !== '"') return false;
    const from = at;
    for (at += 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        at += 1;
        return true;
      }
      if (code < 0x20) break;
      if (code !== 0x5c) continue;
      ESCAPE.lastIndex = at;
      const found = ESCAPE.exec(text);
      if (!found) break;
      at += found[0].length - 1;
    }
    at = from;
    return false;
  };
  const open: ('[' | '{')[] = [];
  let wants: 'value' | 'first' | 'key' | 'next' = 'value';
  if (text.startsWith('\ufeff')) return { at: 0, reason: 'a byte order mark stands before the JSON; leave it out' };
  for (;;) {
    match(SPACE);
    const character = text[at];
    if (character === undefined) {
      if (open.length === 0 && wants === 'next') return { at, reason: 'the body is no JSON' };
      return {
        at,
        reason: open.length > 0 ? `the body is cut off before a "${open.at(-1)}" is closed` : 'the body is blank',
      };
    }
    const inside = open.at(-1);
    const close = inside === '[' ? ']' : '}';
    if (wants === 'next') {
      if (!inside) return { at, reason: 'something follows the end of the JSON' };
      if (character === ',') {
        at += 1;
        wants = inside === '[' ? 'value' : 'key';
        match(SPACE);
        if (text[at] === close) return { at, reason: `a comma stands before "${close}"; leave it out` };
      } else if (character === close) {
        at += 1;
        open.pop();
      } else return { at, reason: `"," or "${close}" is missing here` };
      continue;
    }
    if (wants === 'first' && character === close) {
      at += 1;
      open.pop();
      wants = 'next';
      continue;
    }
    if (wants === 'key' || (wants === 'first' && inside === '{')) {
      if (!takeText()) return { at, reason: wrongText(text, at, 'a name in double quotes is missing here') };
      match(SPACE);
      if (text[at] !== ':') return { at, reason: '":" is missing here' };
      at += 1;
      wants = 'value';
      continue;
    }
    if (character === '[' || character === '{') {
      open.push(character);
      at += 1;
      wants = 'first';
      continue;
    }
    const word = wordAt(text, at);
    if (word !== null && !['true', 'false', 'null'].includes(word)) return { at, reason: wrongWord(word) };
    if (word !== null) at += word.length;
    else if (character === '"' ? !takeText() : match(NUMBER) === null)
      return { at, reason: wrongText(text, at, 'a value is missing here') };
    wants = 'next';
  }
}

function wordAt(text: string, at: number): string | null {
  WORD.lastIndex = at;
  return WORD.exec(text)?.[0].slice(0, 40) ?? null;
}

function wrongWord(word: string): string {
  const hint = NO_NUMBER[word.replace(/^[+-]/, '').toLowerCase()] ?? (PYTHON[word] && `send ${PYTHON[word]}`);
  return hint ? `${word} is no JSON; ${hint}` : `${word} is no JSON; a text stands in double quotes`;
}

const wrongText = (text: string, at: number, otherwise: string): string =>
  text[at] === '"'
    ? 'a text that begins here has no end, or holds a line break or an unknown escape'
    : text[at] === "'"
      ? 'a text stands in double quotes, not in single ones'
      : otherwise;
