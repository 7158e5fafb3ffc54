import type { ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { Overlay, Signature } from '../registry/schema';
import type { SpoolRecord } from '../serving';
import { countParts, placeColumn } from './count-parts';
import {
  countedPlaces,
  countFeatures,
  countOutcomes,
  countOwnDays,
  countOwnOutcomes,
  countScores,
  countTraffic,
  inForceFrom,
  ownDaysOf,
  type RollupKey,
  referenceAt,
  rollupKeyOf,
  rollupName,
  type VersionFacts,
} from './drain-batch';
import { emptyRollup, type Rollup, type RollupJson, rollupFromJson, rollupToJson } from './rollup';
import { featureGrainAt, floorTo, type Grain, grainAt, OWN_DAY, TRAFFIC_DAY } from './rollup-grain';
import { ChosenColumn } from './schema';

/** A transaction that takes SQL: of the drainer's own connection, or of Prisma's. */
export interface Sql {
  query: <R>(text: string, values?: readonly unknown[]) => Promise<{ rows: R[] }>;
}

/** Versions as counting needs them, kept for as long as their owner says. */
export type KnownFacts = Map<string, VersionFacts | null>;

export interface HeldBucket {
  key: RollupKey;
  rollup: Rollup;
}

async function factsOf(
  sql: Sql,
  known: KnownFacts,
  modelId: string,
  versionNumber: number,
): Promise<VersionFacts | null> {
  const name = `${modelId}/${versionNumber}`;
  const held = known.get(name);
  if (held !== undefined) return held;
  const of = [modelId, versionNumber];
  const version = await sql.query<{ signature: unknown }>(
    'select signature from versions where model_id = $1::uuid and number = $2',
    of,
  );
  const overlay = await sql.query<{ content: unknown }>(
    'select content from signature_overlays where model_id = $1::uuid and version_number = $2 order by revision desc limit 1',
    of,
  );
  // A choice of the room performance: what is counted by it travels by data.
  const chosen = await sql.query<{ columns: unknown }>('select columns from slice_settings where model_id = $1::uuid', [
    modelId,
  ]);
  const profiles = await sql.query<{ id: string; columns: Record<string, ReferenceProfile>; created_at: Date }>(
    'select id, columns, created_at from reference_profiles where model_id = $1::uuid and version_number = $2 order by created_at desc, id desc limit 2',
    of,
  );
  const [row] = version.rows;
  let facts: VersionFacts | null = null;
  if (row) {
    const described = {
      signature: Signature.parse(row.signature),
      overlay: overlay.rows[0] ? Overlay.parse(overlay.rows[0].content) : null,
    };
    const places = countedPlaces(described);
    facts = {
      ...described,
      places,
      columns: ChosenColumn.array()
        .parse(chosen.rows[0]?.columns ?? [])
        .map((column) => placeColumn(column, places)),
      references: profiles.rows.map((profile) => ({
        id: profile.id,
        inForceMs: inForceFrom(profile.created_at),
        columns: new Map(Object.entries(profile.columns)),
      })),
    };
  }
  known.set(name, facts);
  return facts;
}

export interface Counting {
  spool: string;
  facts: KnownFacts;
  /** Buckets that nobody else writes, as they were written last. */
  remembered: Map<string, HeldBucket>;
  isRemembered: (key: RollupKey) => boolean;
  /** The grain in which calls and columns of a moment are counted. */
  grainsOf: (atMs: number) => { calls: Grain; features: Grain };
  /** Leaves days of the rows' own time as they are. */
  skipOwnDays?: boolean;
}

/** The buckets in which all records of a minute count. */
interface Places {
  calls: RollupKey;
  day: RollupKey;
  /** Of columns and of parts. */
  features: RollupKey;
  facts: VersionFacts | null;
}

/** The same, read. */
interface Shared {
  calls: Rollup;
  day: Rollup;
  features: Rollup;
}

interface PlacedRecord {
  record: SpoolRecord;
  key: RollupKey;
  places: Places;
  /** Of each row; null where it names no day of its own. Empty where none does. */
  ownDays: (number | null)[];
}

/** Counts records into the buckets of one spool within a transaction; nothing is written before `save`. */
export function countRecords(sql: Sql, of: Counting) {
  const touched = new Map<string, HeldBucket>();
  /** All at once: a month of rows has hundreds of buckets. */
  const holdAll = async (keys: ReadonlyMap<string, RollupKey>): Promise<void> => {
    const missing: RollupKey[] = [];
    for (const [name, key] of keys) {
      if (touched.has(name)) continue;
      const held = of.isRemembered(key) ? of.remembered.get(name) : undefined;
      if (held) touched.set(name, held);
      else missing.push(key);
    }
    if (missing.length === 0) return;
    const there = await loadRollups(sql, of.spool, missing);
    for (const key of missing) {
      const name = rollupName(key);
      const held = { key, rollup: there.get(name) ?? emptyRollup() };
      touched.set(name, held);
      if (of.isRemembered(key)) of.remembered.set(name, held);
    }
  };
  const bucket = (key: RollupKey): Rollup => {
    const held = touched.get(rollupName(key));
    if (!held) throw new RangeError('a bucket is counted into before it is held');
    return held.rollup;
  };
  const placesOf = async (key: RollupKey): Promise<Places> => {
    const grains = of.grainsOf(key.atMs);
    const at = (grain: Grain): RollupKey => ({ ...key, grain, atMs: floorTo(key.atMs, grain) });
    const facts = await factsOf(sql, of.facts, key.modelId, key.versionNumber);
    return {
      calls: at(grains.calls),
      day: { ...key, grain: TRAFFIC_DAY, atMs: floorTo(key.atMs, 'day') },
      features: at(grains.features),
      facts,
    };
  };
  const shared = new Map<Places, Shared>();
  const share = (places: Places): Shared => {
    const held = shared.get(places) ?? {
      calls: bucket(places.calls),
      day: bucket(places.day),
      features: bucket(places.features),
    };
    shared.set(places, held);
    return held;
  };
  const count = ({ record, key, places, ownDays }: PlacedRecord): void => {
    const { calls, day, features } = share(places);
    const { facts } = places;
    countTraffic(record, calls);
    countTraffic(record, day);
    const hasClasses = facts?.signature.reading.task === 'classification';
    countParts(record, { columns: facts?.columns ?? [], hasClasses }, features.parts);
    if (record.k !== 'p') return;
    countOutcomes(record, facts, calls);
    if (!facts) return;
    const own = ownDays.map((atMs) => (atMs === null ? undefined : bucket({ ...key, grain: OWN_DAY, atMs })));
    countScores(record, facts, (row) => {
      const mine = own[row];
      return mine ? [day, mine] : [day];
    });
    if (own.length > 0) countOwnOutcomes(record, facts, (row) => own[row]);
    countFeatures(record, facts, features);
    const reference = referenceAt(facts, record.sent ?? record.t);
    if (reference && own.length > 0)
      countOwnDays(record, ownDays, facts.places, reference, (atMs) => bucket({ ...key, grain: OWN_DAY, atMs }));
  };
  return {
    async add(records: readonly SpoolRecord[]): Promise<void> {
      const placed: PlacedRecord[] = [];
      const keys = new Map<string, RollupKey>();
      // Most records of a batch share their minute, and with it their hour and day.
      const known = new Map<string, Places>();
      for (const record of records) {
        const key = rollupKeyOf(record);
        if (!key) continue;
        const name = rollupName(key);
        const places = known.get(name) ?? (await placesOf(key));
        if (!known.has(name)) {
          known.set(name, places);
          for (const each of [places.calls, places.day, places.features]) keys.set(rollupName(each), each);
        }
        const named =
          record.k === 'p' && record.ctx && places.facts && !of.skipOwnDays ? ownDaysOf(record.ctx, record.t) : [];
        const ownDays = named.some((atMs) => atMs !== null) ? named : [];
        for (const atMs of ownDays)
          if (atMs !== null) keys.set(rollupName({ ...key, grain: OWN_DAY, atMs }), { ...key, grain: OWN_DAY, atMs });
        placed.push({ record, key, places, ownDays });
      }
      await holdAll(keys);
      for (const each of placed) count(each);
    },
    save: () => saveRollups(sql, of.spool, [...touched.values()]),
  };
}

const KEY = 'spool, model_id, version_number, route, origin, grain, at';
const BUCKETS_AT_ONCE = 200;

type LoadedRollup = RollupJson & {
  model_id: string;
  project_id: string;
  version_number: number;
  route: string;
  origin: string;
  grain: RollupKey['grain'];
  at: Date;
};

/** Counts records of any age, in the grains that their age has; what others write meanwhile is not remembered. */
export const countByAge = (sql: Sql, of: Pick<Counting, 'spool' | 'skipOwnDays'>, nowMs: number) =>
  countRecords(sql, {
    ...of,
    facts: new Map(),
    remembered: new Map(),
    isRemembered: () => false,
    grainsOf: (atMs) => {
      const calls = grainAt(atMs, nowMs);
      return { calls, features: calls === 'day' ? 'day' : featureGrainAt(atMs, nowMs) };
    },
  });

async function loadRollups(sql: Sql, spool: string, keys: readonly RollupKey[]): Promise<Map<string, Rollup>> {
  const wanted = keys.map((key) => [
    key.modelId,
    key.versionNumber,
    key.route,
    key.origin,
    key.grain,
    new Date(key.atMs),
  ]);
  const { rows } = await sql.query<LoadedRollup>(
    `select model_id, project_id, version_number, route, origin, grain, at, calls, rows, errors, latency, features, outputs, scores, parts, compared, agreeing
     from prediction_rollups where spool = $1::uuid and (model_id, version_number, route, origin, grain, at) in (
       select (k ->> 0)::uuid, (k ->> 1)::int, k ->> 2, k ->> 3, k ->> 4, (k ->> 5)::timestamptz from json_array_elements($2::json) k
     ) for update`,
    [spool, JSON.stringify(wanted)],
  );
  return new Map(
    rows.map((row) => {
      const { model_id: modelId, project_id: projectId, version_number: versionNumber, route, origin, grain } = row;
      const key = { modelId, projectId, versionNumber, route, origin, grain, atMs: row.at.getTime() };
      return [rollupName(key), rollupFromJson(row)];
    }),
  );
}

async function saveRollups(sql: Sql, spool: string, buckets: readonly HeldBucket[]): Promise<void> {
  for (let from = 0; from < buckets.length; from += BUCKETS_AT_ONCE) {
    const rows = buckets.slice(from, from + BUCKETS_AT_ONCE).map(({ key, rollup }) => {
      const json = rollupToJson(rollup);
      return [
        ...[key.modelId, key.versionNumber, key.route, key.origin, key.grain, new Date(key.atMs), key.projectId],
        ...[
          json.calls,
          json.rows,
          json.errors,
          json.latency,
          json.features,
          json.outputs,
          json.scores,
          json.parts,
          json.compared,
          json.agreeing,
        ],
      ];
    });
    await sql.query(
      `insert into prediction_rollups (${KEY}, project_id, calls, rows, errors, latency, features, outputs, scores, parts, compared, agreeing)
       select $1::uuid, (r ->> 0)::uuid, (r ->> 1)::int, r ->> 2, r ->> 3, r ->> 4, (r ->> 5)::timestamptz, (r ->> 6)::uuid, (r ->> 7)::int,
         (r ->> 8)::int, (r -> 9)::jsonb, r ->> 10, (r -> 11)::jsonb, (r -> 12)::jsonb, (r -> 13)::jsonb, (r -> 14)::jsonb, (r ->> 15)::int, (r ->> 16)::int
       from json_array_elements($2::json) r
       on conflict (${KEY}) do update set calls = excluded.calls, rows = excluded.rows, errors = excluded.errors, latency = excluded.latency, features = excluded.features, outputs = excluded.outputs, scores = excluded.scores, parts = excluded.parts, compared = excluded.compared, agreeing = excluded.agreeing`,
      [spool, JSON.stringify(rows)],
    );
  }
}
