import type { Ctx } from '@/lib/platform/context';
import { columnDistances } from './column-distances';
import { requireVersion, shownVersion } from './datasets';
import { readHashes } from './has-rows';
import { openVersion } from './read-rows';
import { hasHash } from './row-hash';
import type { ColumnFacts, DatasetComparison, DatasetVersion } from './schema';
import { findProfile } from './store-datasets';

/** What changed from an earlier version, of this dataset or another one, to this one. */
export async function compareDatasets(
  ctx: Ctx,
  input: { dataset: string; number?: number | undefined; with: string; withNumber?: number | undefined },
): Promise<DatasetComparison> {
  const earlier = await requireVersion(ctx, { dataset: input.with, number: input.withNumber });
  const later = await openVersion(ctx, input);
  const before = shownVersion(earlier);
  const after = shownVersion(later.version);
  const [profile, laterProfile] = await Promise.all([findProfile(ctx, before), findProfile(ctx, after)]);
  const [was, is] = [typesOf(before), typesOf(after)];
  const columns: DatasetComparison['columns'] = [];
  for (const facts of profile.columns) {
    const now = laterProfile.columns.find(({ name }) => name === facts.name);
    if (!now || isNumbers(now) !== isNumbers(facts)) continue;
    const cells = (await later.readColumns([facts.name])).get(facts.name) ?? [];
    columns.push({
      name: facts.name,
      type: now.type,
      nullsBefore: facts.nulls,
      nullsAfter: now.nulls,
      ...columnDistances(facts, cells),
    });
  }
  const { projectId } = later.version;
  return {
    before,
    after,
    added: after.columns.filter(({ name }) => !was.has(name)),
    removed: before.columns.filter(({ name }) => !is.has(name)),
    retyped: after.columns.flatMap(({ name, type }) => {
      const old = was.get(name);
      return old && old !== type ? [{ name, before: old, after: type }] : [];
    }),
    columns: columns.sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1)),
    common: hasSameFeatures(before, after) ? await commonRows(ctx, projectId, before, after) : null,
  };
}

const typesOf = ({ columns }: DatasetVersion) => new Map(columns.map(({ name, type }) => [name, type]));
const isNumbers = ({ shape }: ColumnFacts): boolean => shape.kind === 'number';

const hasSameFeatures = (a: DatasetVersion, b: DatasetVersion): boolean =>
  JSON.stringify(a.roles.features.toSorted()) === JSON.stringify(b.roles.features.toSorted());

async function commonRows(ctx: Ctx, projectId: string, before: DatasetVersion, after: DatasetVersion) {
  const [a, b] = await Promise.all([
    readHashes(ctx, { projectId, ...before }),
    readHashes(ctx, { projectId, ...after }),
  ]);
  let both = 0;
  for (const hash of b.rows) if (hasHash(a.rows, hash)) both += 1;
  return { before: a.rows.length, after: b.rows.length, both };
}
