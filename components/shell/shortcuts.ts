/** One key or sequence of the registry: `mod+k`, `?`, `g m`, `shift+x`, `mod+enter`. `mod` is Ctrl, or Command on a Mac. */
export type Shortcut = {
  keys: string;
  label: string;
  run: () => void;
  /** Listed apart in the sheet. */
  scope?: 'everywhere' | 'page';
};

export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean };

export const sequenceMs = 1200;

/** Name of a key press in the spelling of the registry; null for bare modifiers and for combinations with Alt. */
export function nameKey(press: KeyPress): string | null {
  if (press.altKey || ['Control', 'Meta', 'Shift', 'Alt', 'AltGraph', 'Dead'].includes(press.key)) return null;
  const isLetter = /^\p{L}$/u.test(press.key);
  const name = press.key === ' ' ? 'space' : press.key.toLowerCase();
  const shift = press.shiftKey && (isLetter || press.key.length > 1) ? 'shift+' : '';
  return `${press.ctrlKey || press.metaKey ? 'mod+' : ''}${shift}${name}`;
}

/** What a press means after an unfinished sequence: a shortcut to run, a sequence to go on with, or nothing. */
export function resolvePress(
  pending: string,
  press: string,
  known: readonly string[],
): { run: string } | { pending: string } | null {
  const joined = pending ? `${pending} ${press}` : press;
  if (known.includes(joined)) return { run: joined };
  if (known.some((keys) => keys.startsWith(`${joined} `))) return { pending: joined };
  return pending ? resolvePress('', press, known) : null;
}

/** True for keys that a person also types: they never fire in a field and can be switched off. */
export function isSingleLetter(keys: string): boolean {
  return !keys.includes('mod+') && keys !== 'escape';
}

/** True when the element takes text or choices by letter. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
  return ['TEXTAREA', 'SELECT'].includes(target.tagName) || target.getAttribute('role') === 'combobox';
}

const names: Record<string, string> = {
  mod: 'Ctrl',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
};

/** Caps to draw: `mod+k` gives [['Ctrl', 'K']], `g m` gives [['g'], ['m']]. */
export function describeKeys(keys: string): string[][] {
  return keys
    .split(' ')
    .map((press) =>
      press
        .split('+')
        .map((part, _, parts) => names[part] ?? (parts.length > 1 && part.length === 1 ? part.toUpperCase() : part)),
    );
}
