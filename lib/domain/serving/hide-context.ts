import { fingerprint } from '@/lib/platform/fingerprint';
import type { RowContext } from '@/lib/pure/protocols/context';
import type { PersonalContext } from '../registry/schema';

/** What the log keeps of the context of rows: personal values as fingerprints with the installation's secret, or not at all. */
export function hideContext(rules: PersonalContext, rows: RowContext[], secret: string): RowContext[] {
  const keys = Object.keys(rules);
  if (keys.length === 0) return rows;
  return rows.map((row) => {
    const kept = { ...row };
    for (const key of keys) {
      if (!Object.hasOwn(row, key)) continue;
      if (rules[key] === 'drop') delete kept[key];
      else kept[key] = fingerprint(row[key] ?? '', secret);
    }
    return kept;
  });
}
