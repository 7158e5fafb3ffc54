/** Noon of a UTC day in milliseconds, which is that day in every time zone but the farthest. Example: '2026-03-02' is 12:00 UTC of that day. */
export const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);
