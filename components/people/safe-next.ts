/** Where to go after signing in: a path of this site, or the start for anything else. */
export function safeNext(asked: string | string[] | undefined): string {
  if (typeof asked !== 'string') return '/';
  // Browsers read a backslash as a slash and drop tabs and line ends, so that any of them could begin the name of another host.
  return /^\/(?!\/)[^\\\p{C}]*$/u.test(asked) ? asked : '/';
}
