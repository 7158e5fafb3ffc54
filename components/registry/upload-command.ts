/** The shell line that uploads a file as a new version. The key stays in the caller's environment. */
export function uploadCommand({ origin, model, file }: { origin: string; model: string; file: string }): string {
  const address = `${origin}/api/models/${encodeURIComponent(model)}/versions?filename=${encodeURIComponent(file)}`;
  return [`curl -T ${quote(file)}`, '-H "Authorization: Bearer $IMPLANTA_KEY"', quote(address)].join(' \\\n  ');
}

/** Text as one word of a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
