import { type DescribedProfile, describedName, describeText, TEXT_MEASURES } from '@/lib/pure/drift/text-column';
import type { ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import type { CountedValue } from './rollup';

export type ReferenceColumns = ReadonlyMap<string, ReferenceProfile>;

/** A column of a reference that a place of a row speaks of. */
export interface ReferenceColumn {
  name: string;
  profile: ReferenceProfile;
  /** It describes the texts of a place, which no column of the same name is. */
  isDescribed: boolean;
  /** The value that is counted over its bins. */
  read: (value: CountedValue) => CountedValue;
}

const found = new WeakMap<ReferenceColumns, Map<string, readonly ReferenceColumn[]>>();

/** The columns of a reference that are counted from the values of a place: itself, or what describes its texts; none where it is not known. */
export function columnsAt(columns: ReferenceColumns, place: string): readonly ReferenceColumn[] {
  const known = found.get(columns) ?? new Map<string, readonly ReferenceColumn[]>();
  found.set(columns, known);
  const at = known.get(place) ?? findColumns(columns, place);
  known.set(place, at);
  return at;
}

function findColumns(columns: ReferenceColumns, place: string): ReferenceColumn[] {
  const profile = columns.get(place);
  if (profile) return [{ name: place, profile, isDescribed: false, read: (value) => value }];
  return TEXT_MEASURES.flatMap((measure): ReferenceColumn[] => {
    const name = describedName(place, measure);
    const described = columns.get(name);
    if (!described || !isDescribed(described)) return [];
    const read = (value: CountedValue) => describeText(described.text, value === null ? null : String(value));
    return [{ name, profile: described, isDescribed: true, read }];
  });
}

const isDescribed = (profile: ReferenceProfile): profile is DescribedProfile =>
  'text' in profile && profile.text !== undefined;
