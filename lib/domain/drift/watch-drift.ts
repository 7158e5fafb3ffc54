import type { Ctx } from '@/lib/platform/context';
import { answerColumn } from '@/lib/pure/drift/answers-profile';
import type { ColumnCounts } from '@/lib/pure/drift/components';
import { FEWEST_BLOCKS, levelOf, type MonitoredBlock, monitorBlocks } from '@/lib/pure/drift/monitor';
import { type MovedComponent, unitsOf } from '@/lib/pure/drift/permute-blocks';
import { type BlockScores, scoreBlock, watchedComponents } from '@/lib/pure/drift/watch';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import type { ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { findReference } from '../datasets';
import type { Reference } from '../datasets/schema';
import { type LoggedDay, listDays } from '../predictions';
import { getServedVersion } from '../registry';
import type { Overlay } from '../registry/schema';
import type { DriftSettings, DriftWatch, DriftWatchQuery, MovedColumn, WatchedDay } from './schema';
import { findDriftSettings } from './store';

const DAY_MS = 86_400_000;
/** Days that a page shows and that are tested anew for it. */
const MOST_WATCHED = 120;
const SHOWN_COLUMNS = 5;
/** The answers among the columns: no column has an empty name. */
const ANSWER = '';
const SHUFFLES = 10;
const SEED = 20_260_101;

/**
 * What the inputs and answers of a version looked like day by day, held against its first days, with a stated number of false alarms. Read from
 * rollups only. A day that may still get rows is left out.
 */
export async function watchDrift(ctx: Ctx, input: DriftWatchQuery & { model: string }): Promise<DriftWatch> {
  const { model, version, overlay } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'drift.view',
  });
  const [saved, reference] = await Promise.all([
    findDriftSettings(ctx, model.id),
    findReference(ctx, model.id, version.number),
  ]);
  const settings = {
    learningDays: input.learningDays ?? saved.learningDays,
    falseAlarms: input.falseAlarms ?? saved.falseAlarms,
    against: input.against ?? saved.against,
    learnFrom: input.learnFrom === 'all' ? null : (input.learnFrom ?? saved.learnFrom),
  };
  const found = reference
    ? await listDays(ctx, {
        projectId: model.projectId,
        modelId: model.id,
        versionNumber: version.number,
        profileId: reference.id,
      })
    : { basis: 'received' as const, days: [] };
  const fromMs = settings.learnFrom ? Date.parse(settings.learnFrom) : 0;
  const days = complete(found.days, found.basis, ctx.now().getTime()).filter(({ dayMs }) => dayMs >= fromMs);
  const scope = settings.against === 'before' ? days.slice(-MOST_WATCHED - settings.learningDays) : days;
  const learnt = scope.slice(0, settings.learningDays);
  const watched = scope.slice(settings.learningDays).slice(-MOST_WATCHED);
  const scored =
    reference && learnt.length === settings.learningDays ? scoreDays(reference, [...learnt, ...watched]) : null;
  const verdicts = scored ? judge(scored, learnt.length, settings) : [];
  const level = levelOf(settings.falseAlarms);
  return {
    version: version.number,
    settings,
    basis: found.basis,
    hasReference: reference !== null,
    learning: {
      days: learnt.length,
      wanted: settings.learningDays,
      from: learnt[0] ? dateOf(learnt[0].dayMs) : null,
      to: learnt.at(-1) ? dateOf(learnt.at(-1)?.dayMs ?? 0) : null,
      rows: learnt.reduce((sum, { rows }) => sum + rows, 0),
    },
    level,
    days: [
      ...learnt.map(
        (day): WatchedDay => ({ ...plain(day), window: null, p: null, isAlarm: false, isNew: false, moved: [] }),
      ),
      ...watched.map((day, i) => ({ ...plain(day), ...told(verdicts[i], overlay) })),
    ],
    alarms: verdicts.filter(({ isNew }) => isNew).length,
    expectedFalseAlarms: (verdicts.length * settings.falseAlarms) / 30,
    shuffled:
      scored && input.shuffle && watched.length >= FEWEST_BLOCKS ? shuffle(scored, learnt.length, settings) : null,
  };
}

const dateOf = (dayMs: number) => new Date(dayMs).toISOString().slice(0, 10);
const plain = ({ dayMs, rows }: LoggedDay) => ({ day: dateOf(dayMs), rows });

/** Days that are over: by the clock, or, in the rows' own time, because rows of a later day have come. */
function complete(days: readonly LoggedDay[], basis: DriftWatch['basis'], nowMs: number): LoggedDay[] {
  const withRows = days.filter(({ rows }) => rows > 0);
  if (basis === 'own-time') return withRows.slice(0, -1);
  return withRows.filter(({ dayMs }) => dayMs + DAY_MS <= nowMs);
}

interface ScoredDays {
  components: ReturnType<typeof watchedComponents>;
  blocks: BlockScores[];
}

function scoreDays(reference: Reference, days: readonly LoggedDay[]): ScoredDays {
  const answers = answerColumn(days.map(({ outputs }) => outputs));
  const columns = new Map<string, ReferenceProfile>(Object.entries(reference.columns));
  if (answers) columns.set(ANSWER, answers.profile);
  const components = watchedComponents(columns);
  const blocks = days.map((day) => {
    const counts = countsOf(day);
    if (answers) counts.set(ANSWER, answers.countsOf(day.outputs));
    return scoreBlock(components, counts);
  });
  return { components, blocks };
}

/** Rows that are not counted over this reference yet say nothing. */
function countsOf({ features }: LoggedDay): Map<string, ColumnCounts> {
  return new Map(
    [...features].flatMap(([name, { nulls, reference }]) =>
      reference ? [[name, { counts: reference.counts, unseen: reference.unseen, nulls }]] : [],
    ),
  );
}

const judge = ({ components, blocks }: ScoredDays, learnt: number, { falseAlarms, against }: DriftSettings) =>
  monitorBlocks(components, { reference: blocks.slice(0, learnt), live: blocks.slice(learnt) }, falseAlarms, against);

function told(verdict: MonitoredBlock | undefined, overlay: Overlay | null): Omit<WatchedDay, 'day' | 'rows'> {
  if (!verdict?.test) return { window: null, p: null, isAlarm: false, isNew: false, moved: [] };
  const { test, isAlarm, isNew } = verdict;
  const moved = isAlarm ? test.moved.slice(0, SHOWN_COLUMNS).map((one) => movedColumn(one, overlay)) : [];
  return { window: test.window, p: test.p, isAlarm, isNew, moved };
}

function movedColumn(moved: MovedComponent, overlay: Overlay | null): MovedColumn {
  const { column, kind, category } = moved.component;
  return {
    name: column,
    isAnswer: column === ANSWER,
    title: overlay?.columns.find(({ name }) => name === column)?.title ?? '',
    kind,
    category,
    z: moved.z,
    reference: moved.reference,
    current: moved.current,
    isBeyond: unitsOf(moved) >= 1,
  };
}

/** Days in any other order hold nothing to find, whatever happened: what is raised there is false. */
function shuffle({ components, blocks }: ScoredDays, learnt: number, settings: DriftSettings) {
  const random = mulberry32(SEED);
  let [alarms, days] = [0, 0];
  for (let run = 0; run < SHUFFLES; run++) {
    const order = [...blocks];
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const [a, b] = [order[i], order[j]];
      if (a && b) [order[i], order[j]] = [b, a];
    }
    const seen = judge({ components, blocks: order }, learnt, settings);
    alarms += seen.filter(({ isNew }) => isNew).length;
    days += seen.length;
  }
  return { runs: SHUFFLES, alarms: (30 * alarms) / days };
}
