/** The file of a day's head. */
export const headHref = (project: string, day: string): string =>
  `/api/audit-heads/${day}?project=${encodeURIComponent(project)}`;
