import type { Parameters } from '@/lib/domain/retraining/schema';

/** Parameters as lines that `readParameters` reads as the same. Example: `{rounds: 50}` → `['rounds = 50']`. */
export const writeParameters = (parameters: Parameters): string[] =>
  Object.entries(parameters).map(([name, value]) => `${name} = ${isMistakable(value) ? JSON.stringify(value) : value}`);

/** Texts that would be read as something else, or lose their ends. */
const isMistakable = (value: Parameters[string]): boolean =>
  typeof value === 'string' && (value === '' || value !== value.trim() || readValue(value) !== value);

/** A value as it is meant: numbers, true and false by themselves, everything else as text; quoted it is always text. */
function readValue(text: string): Parameters[string] {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text))) return Number(text);
  if (/^".*"$/.test(text)) {
    try {
      return String(JSON.parse(text));
    } catch {
      return text;
    }
  }
  return text;
}

/** Parameters of lines `name = value`, empty lines left out; or the number of the first line that is none. */
export function readParameters(text: string): { parameters: Parameters } | { line: number } {
  const found = new Map<string, Parameters[string]>();
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, name, value] = /^\s*([^=]{1,64}?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!name || value === undefined || value === '' || value.length > 1000 || found.has(name)) return { line: i + 1 };
    found.set(name, readValue(value));
  }
  return { parameters: Object.fromEntries(found) };
}
