/**
 * Names of the arguments of an ICU message with their kind, sorted: `{count, plural, one {# row} other {# rows}}` gives
 * ['count:plural']. Texts inside the branches are read too; quoted braces are not.
 */
export function icuArguments(message: string): string[] {
  const found = new Set<string>();
  readText(message.replaceAll("''", '').replace(/'[{}<>][^']*'/g, ''), 0, found);
  return [...found].sort();
}

function readText(text: string, start: number, found: Set<string>): number {
  let at = start;
  while (at < text.length && text[at] !== '}') {
    const tag = text[at] === '<' ? /^<(\w+)>/.exec(text.slice(at))?.[1] : undefined;
    if (tag) found.add(`<${tag}>`);
    at = text[at] === '{' ? readArgument(text, at + 1, found) : at + 1;
  }
  return at;
}

function readArgument(text: string, start: number, found: Set<string>): number {
  const head = /^\s*([\w.-]+)\s*(?:,\s*(\w+)\s*)?/.exec(text.slice(start));
  if (!head?.[1]) throw new Error(`an argument without a name in: ${text}`);
  found.add(head[2] ? `${head[1]}:${head[2]}` : head[1]);
  let at = start + head[0].length;
  while (at < text.length && text[at] !== '}') {
    at = text[at] === '{' ? readText(text, at + 1, found) + 1 : at + 1;
  }
  if (at >= text.length) throw new Error(`a brace is not closed in: ${text}`);
  return at + 1;
}
