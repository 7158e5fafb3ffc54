import type { Ctx } from '@/lib/platform/context';
import { answerColumn } from '@/lib/pure/drift/answers-profile';
import type { ColumnCounts } from '@/lib/pure/drift/components';
import { FEWEST_BLOCKS, levelOf, type MonitoredBlock, monitorBlocks } from '@/lib/pure/drift/monitor';
import { type MovedComponent, unitsOf } from '@/lib/pure/drift/permute-blocks';
import { type BlockScores, scoreBlock, type TogetherKind, watchedComponents } from '@/lib/pure/drift/watch';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import type { ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { findReference } from '../datasets';
import type { Reference } from '../datasets/schema';
import { type LoggedDay, listDays } from '../predictions';
import { getServedVersion } from '../registry';
import type { Overlay } from '../registry/schema';
import { type Blame, blameOn } from './blame';
import type { DriftSettings, DriftWatch, DriftWatchQuery, MovedColumn, WatchedDay } from './schema';
import { findDriftSettings } from './store';
import { listTogetherDays, type TogetherDay } from './store-together';
import { kindsWatched, togetherOf } from './together-kinds';
import { completeDays, dateOf, heldAgainst, splitDays } from './watched-days';

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
  const days = splitDays(completeDays(found.days, found.basis, ctx.now().getTime()), settings);
  const { learnt, watched } = days;
  const shown = [...learnt, ...watched];
  const measured =
    reference && shown.length > 0
      ? await listTogetherDays(
          ctx,
          { modelId: model.id, versionNumber: version.number, profileId: reference.id },
          { fromMs: shown[0]?.dayMs ?? 0, toMs: shown.at(-1)?.dayMs ?? 0 },
        )
      : [];
  const together = new Map(measured.map((day) => [day.dayMs, day]));
  const kinds = kindsWatched(days, settings, together);
  const isReady = learnt.length === settings.learningDays;
  const scored = reference && isReady ? scoreDays(reference, shown, { kinds, together }) : null;
  const verdicts = scored ? judge(scored, learnt.length, settings) : [];
  const level = levelOf(settings.falseAlarms);
  return {
    version: version.number,
    settings,
    basis: found.basis,
    hasReference: reference !== null,
    together: { reconstruction: kinds.includes('reconstruction'), classifier: kinds.includes('classifier') },
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
      ...watched.map((day, i) => {
        const blame = () =>
          blameOn(
            together.get(day.dayMs),
            heldAgainst(days, i, settings.against).flatMap(({ dayMs }) => together.get(dayMs) ?? []),
            overlay,
          );
        return { ...plain(day), ...told(verdicts[i], overlay, blame) };
      }),
    ],
    alarms: verdicts.filter(({ isNew }) => isNew).length,
    expectedFalseAlarms: (verdicts.length * settings.falseAlarms) / 30,
    shuffled:
      scored && input.shuffle && watched.length >= FEWEST_BLOCKS ? shuffle(scored, learnt.length, settings) : null,
  };
}

const plain = ({ dayMs, rows }: LoggedDay) => ({ day: dateOf(dayMs), rows });

interface ScoredDays {
  components: ReturnType<typeof watchedComponents>;
  blocks: BlockScores[];
}

function scoreDays(
  reference: Reference,
  days: readonly LoggedDay[],
  { kinds, together }: { kinds: readonly TogetherKind[]; together: ReadonlyMap<number, TogetherDay> },
): ScoredDays {
  const answers = answerColumn(days.map(({ outputs }) => outputs));
  const columns = new Map<string, ReferenceProfile>(Object.entries(reference.columns));
  if (answers) columns.set(ANSWER, answers.profile);
  const components = watchedComponents(columns, kinds);
  const blocks = days.map((day) => {
    const counts = countsOf(day);
    if (answers) counts.set(ANSWER, answers.countsOf(day.outputs));
    return scoreBlock(components, counts, togetherOf(together.get(day.dayMs)));
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

function told(
  verdict: MonitoredBlock | undefined,
  overlay: Overlay | null,
  blame: () => Blame,
): Omit<WatchedDay, 'day' | 'rows'> {
  if (!verdict?.test) return { window: null, p: null, isAlarm: false, isNew: false, moved: [] };
  const { test, isAlarm, isNew } = verdict;
  const moved = isAlarm ? test.moved.slice(0, SHOWN_COLUMNS).map((one) => movedColumn(one, overlay, blame)) : [];
  return { window: test.window, p: test.p, isAlarm, isNew, moved };
}

function movedColumn(moved: MovedComponent, overlay: Overlay | null, blame: () => Blame): MovedColumn {
  const { column, kind, category } = moved.component;
  const isTogether = kind === 'reconstruction' || kind === 'classifier';
  return {
    name: isTogether ? '' : column,
    isAnswer: column === ANSWER,
    title: overlay?.columns.find(({ name }) => name === column)?.title ?? '',
    kind,
    category,
    z: moved.z,
    reference: moved.reference,
    current: moved.current,
    isBeyond: unitsOf(moved) >= 1,
    blamed: isTogether ? blame()[kind].map(({ name, title }) => title || name) : [],
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
