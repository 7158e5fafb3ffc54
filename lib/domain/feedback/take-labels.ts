import type { Ctx } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { keptForms } from '@/lib/platform/fingerprint';
import type { Reading } from '@/lib/pure/protocols/signature';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import { parseRowId } from '../predictions';
import { getServedVersion } from '../registry';
import type { LabelLine, LineWord } from './read-label-lines';
import type { LabelFile, LabelFileQuery, NewLabel } from './schema';
import { countKnownRows } from './store';
import { findRowsByContext } from './store-label-file';
import { writeLabels } from './write-labels';

const MAX_ROWS = 100_000;
const AT_ONCE = 10_000;
const SHOWN = 5;
const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 28;

/** How lines are joined to rows, and whether they are written. */
export type LabelJoin = Pick<LabelFileQuery, 'label' | 'context' | 'from' | 'to' | 'source'> & { isWritten: boolean };

/**
 * Joins lines to the rows of a model and writes their labels, in portions; a key that several rows have labels them all. Without
 * `isWritten` it only says what would be written. Lines that say different things of one key are not written.
 */
export async function takeLabels(
  ctx: Ctx,
  model: { id: string; projectId: string; champion: number | null },
  { lines, empty, word }: { lines: readonly LabelLine[]; empty: number; word: LineWord },
  join: LabelJoin,
): Promise<LabelFile> {
  const { values, repeated, contradictions } = once(lines);
  const reading = await readingOf(ctx, model);
  const misfits = [...values.values()].filter(({ value }) => reading && !fits(reading, value));
  const found = join.context
    ? await joinByContext(
        ctx,
        { ...join, context: join.context, projectId: model.projectId, modelId: model.id },
        values,
      )
    : await joinById(ctx, model.projectId, values);
  const { isWritten } = join;
  // What was pulled by itself is kept with what went wrong, and a context value may be personal.
  const said = { word, isKeyTold: join.context === undefined };
  if (isWritten && contradictions.length > 0)
    throw new AppError('invalid_input', contradictionText(contradictions[0], said), {
      reason: 'contradiction',
      invalidParams: [{ name: join.label, reason: contradictionText(contradictions[0], said) }],
    });
  let replaced = 0;
  if (isWritten)
    for (let from = 0; from < found.labels.length; from += AT_ONCE) {
      const labels = found.labels.slice(from, from + AT_ONCE).map((label) => ({ ...label, source: join.source }));
      replaced += (await writeLabels(ctx, { projectId: model.projectId, labels })).replaced;
    }
  return {
    isWritten,
    lines: lines.length,
    empty,
    repeated,
    keys: values.size,
    unknown: { count: found.unknown.length, examples: found.unknown.slice(0, SHOWN) },
    contradictions: {
      count: contradictions.length,
      examples: contradictions.slice(0, SHOWN).map((pair) => contradictionText(pair, said)),
    },
    misfits: { count: misfits.length, examples: [...new Set(misfits.map(({ value }) => value))].slice(0, SHOWN) },
    rows: found.labels.length,
    replaced: isWritten ? replaced : null,
  };
}

const contradictionText = (
  pair: [LabelLine, LabelLine] | undefined,
  { word, isKeyTold }: { word: LineWord; isKeyTold: boolean },
): string =>
  pair
    ? `${word}s ${pair[0].line} and ${pair[1].line} say different things of ${isKeyTold ? `"${pair[0].key.slice(0, 80)}"` : 'one key'}: "${pair[0].value.slice(0, 80)}" and "${pair[1].value.slice(0, 80)}".`
    : '';

/** Each key once: the same line twice counts once, and what differs is told. */
function once(lines: readonly LabelLine[]) {
  const values = new Map<string, LabelLine>();
  const contradictions: [LabelLine, LabelLine][] = [];
  let repeated = 0;
  for (const line of lines) {
    const known = values.get(line.key);
    if (!known) values.set(line.key, line);
    else if (known.value === line.value) repeated += 1;
    else contradictions.push([known, line]);
  }
  return { values, repeated, contradictions };
}

/** How the champion's answers are read; null where there is none. */
async function readingOf(ctx: Ctx, model: { id: string; champion: number | null }): Promise<Reading | null> {
  if (model.champion === null) return null;
  return (await getServedVersion(ctx, { model: model.id, permission: 'label.write' })).served.reading;
}

function fits(reading: Reading, value: string): boolean {
  if (reading.task === 'classification') return reading.classes.length === 0 || reading.classes.includes(value);
  return reading.task !== 'regression' || parseNumberText(value).ok;
}

interface Joined {
  labels: NewLabel[];
  /** Keys that no row has. */
  unknown: string[];
}

/** Labels of ids that are not in the log are kept too: their rows may still come. */
async function joinById(ctx: Ctx, projectId: string, values: ReadonlyMap<string, LabelLine>): Promise<Joined> {
  const ids = [...values.keys()].flatMap((key) => parseRowId(key)?.predictionId ?? []);
  const known = await countKnownRows(ctx, projectId, [...new Set(ids)]);
  const isKnown = (key: string) => {
    const at = parseRowId(key);
    return at !== null && at.row < (known.get(at.predictionId) ?? 0);
  };
  return {
    labels: [...values.values()].map(({ key, value }) => ({ predictionId: key, value })),
    unknown: [...values.keys()].filter((key) => !isKnown(key)),
  };
}

async function joinByContext(
  ctx: Ctx,
  of: LabelJoin & { context: string; projectId: string; modelId: string },
  values: ReadonlyMap<string, LabelLine>,
): Promise<Joined> {
  const toMs = of.to ? Date.parse(of.to) : ctx.now().getTime();
  const fromMs = of.from ? Date.parse(of.from) : toMs - DEFAULT_DAYS * DAY_MS;
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  // A row has its key as it was sent, or its fingerprint.
  const lineOf = new Map(
    [...values].flatMap(([key, line]) =>
      keptForms({ projectId: of.projectId, key: of.context }, key).map((form) => [form, line] as const),
    ),
  );
  const rows = await findRowsByContext(ctx, { ...of, fromMs, toMs, keys: [...lineOf.keys()], limit: MAX_ROWS + 1 });
  if (rows.length > MAX_ROWS)
    throw invalidInput(
      'from',
      `more than ${MAX_ROWS.toLocaleString('en')} rows have these keys; take a shorter window`,
      {
        reason: 'too_many_rows',
      },
    );
  const met = new Set(rows.map(({ key }) => lineOf.get(key)?.key));
  return {
    labels: rows.flatMap(({ key, id, row }) => {
      const line = lineOf.get(key);
      return line ? [{ predictionId: `${id}.${row}`, value: line.value }] : [];
    }),
    unknown: [...values.keys()].filter((key) => !met.has(key)),
  };
}
