/** The separator that a line uses most outside quotes: comma, semicolon or tab. */
function separatorOf(line: string): string {
  const plain = line.replace(/"[^"]*"/g, '');
  const count = (separator: string) => plain.split(separator).length;
  return count(';') > count(',') ? ';' : count('\t') > count(',') ? '\t' : ',';
}

/**
 * The names in the first line of a CSV text, quotes removed. Names below each other, one a line and nothing else, count too.
 * Example: `a;"b ""c""";d` is [a, b "c", d].
 */
export function parseCsvHeader(text: string): string[] {
  const clean = text.replace(/^\uFEFF/, '').trim();
  const lines = clean.split(/\r\n|\n|\r/);
  const first = lines[0] ?? '';
  const separator = separatorOf(first);
  if (!first.includes(separator) && lines.length > 1 && lines.every((line) => !line.includes(',')))
    return lines.map((line) => unquote(line.trim())).filter((name) => name !== '');
  const names: string[] = [];
  let name = '';
  let isQuoted = false;
  for (const sign of first) {
    if (sign === '"') isQuoted = !isQuoted;
    if (sign === separator && !isQuoted) {
      names.push(unquote(name.trim()));
      name = '';
    } else name += sign;
  }
  return first === '' ? [] : [...names, unquote(name.trim())];
}

const unquote = (name: string): string =>
  name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;

const HEADER_BYTES = 1024 * 1024;

/** The column names of a CSV file, read from its beginning in the browser. */
export async function readCsvHeader(file: Blob): Promise<string[]> {
  const text = await file.slice(0, HEADER_BYTES).text();
  return parseCsvHeader(
    text
      .replace(/^\uFEFF/, '')
      .trimStart()
      .split(/\r\n|\n|\r/, 1)[0] ?? '',
  );
}
