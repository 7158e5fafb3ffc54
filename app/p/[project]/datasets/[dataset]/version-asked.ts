/** The version of a dataset that an address names; null where it names none. */
export const versionAsked = ({ version }: { version?: string | string[] }): number | null =>
  typeof version === 'string' && /^[1-9]\d{0,8}$/.test(version) ? Number(version) : null;
