import { contextFingerprint } from '@/lib/platform/fingerprint';
import type { RowContext } from '@/lib/pure/protocols/context';
import type { PersonalContext } from '../registry/schema';

/** What the log keeps of the context of a project's rows: personal values as fingerprints with the installation's secret, or not at all. */
export function hideContext(
  rules: PersonalContext,
  rows: RowContext[],
  { projectId, secret }: { projectId: string; secret: string },
): RowContext[] {
  const keys = Object.keys(rules);
  if (keys.length === 0) return rows;
  return rows.map((row) => {
    const kept = { ...row };
    for (const key of keys) {
      if (!Object.hasOwn(row, key)) continue;
      if (rules[key] === 'drop') delete kept[key];
      else kept[key] = contextFingerprint({ projectId, key }, row[key] ?? '', secret);
    }
    return kept;
  });
}
