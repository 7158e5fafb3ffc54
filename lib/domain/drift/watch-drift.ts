import type { Ctx } from '@/lib/platform/context';
import { KeptAnswers } from '@/lib/platform/kept-answers';
import { FEWEST_BLOCKS, levelOf, type MonitoredBlock } from '@/lib/pure/drift/monitor';
import { type MovedComponent, unitsOf } from '@/lib/pure/drift/permute-blocks';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import type { LoggedDay } from '../predictions';
import type { Overlay } from '../registry/schema';
import { type Blame, blameOn } from './blame';
import { planWatch, readPlanned, type WatchPlan } from './read-watch';
import type { DriftSettings, DriftWatch, DriftWatchQuery, MovedColumn, WatchedDay } from './schema';
import { ANSWER, judgeDays, type ScoredDays, scoreWatch } from './score-watch';
import { titleOf } from './title-of';
import { dateOf, heldAgainst } from './watched-days';

const SHOWN_COLUMNS = 5;
const SHUFFLES = 10;
const SEED = 20_260_101;

const MOST_KEPT = 200;
const kept = new KeptAnswers<DriftWatch>(MOST_KEPT);

/**
 * What the inputs and answers of a version looked like day by day, held against its first days, with a stated number of false alarms. Read from
 * rollups only. A day that may still get rows is left out. Judging days takes a while, so that verdicts are kept until anything of these days
 * is written, or the settings are others.
 */
export async function watchDrift(ctx: Ctx, input: DriftWatchQuery & { model: string }): Promise<DriftWatch> {
  const plan = await planWatch(ctx, input);
  return kept.get(`${plan.key}/${input.shuffle}`, plan.stamp, () => judge(ctx, plan, input.shuffle === '1'));
}

async function judge(ctx: Ctx, plan: WatchPlan, shuffles: boolean): Promise<DriftWatch> {
  const read = await readPlanned(ctx, plan);
  const { version, overlay, settings, basis, reference, days, together, kinds } = read;
  const { learnt, watched } = days;
  const scored = scoreWatch(read, days);
  const verdicts = scored ? judgeDays(scored, learnt.length, settings) : [];
  const level = levelOf(settings.falseAlarms);
  return {
    version: version.number,
    settings,
    basis,
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
    shuffled: scored && shuffles && watched.length >= FEWEST_BLOCKS ? shuffle(scored, learnt.length, settings) : null,
  };
}

const plain = ({ dayMs, rows }: LoggedDay) => ({ day: dateOf(dayMs), rows });

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
    title: titleOf(overlay, column),
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
    const seen = judgeDays({ components, blocks: order }, learnt, settings);
    alarms += seen.filter(({ isNew }) => isNew).length;
    days += seen.length;
  }
  return { runs: SHUFFLES, alarms: (30 * alarms) / days };
}
