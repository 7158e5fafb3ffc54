import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import type { Reading } from '@/lib/pure/protocols/signature';
import { hashText } from '@/lib/pure/stats/hash-text';
import { binIndex, type ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { findReference } from '../datasets';
import { countedPlaces, eachPlaceValue, type LoggedAnswer } from '../predictions';
import { ERASED_KEY } from '../predictions/schema';
import { getServedVersion, type RowPlace } from '../registry';
import type { QueueRules, ReviewReason } from './schema';
import { strataOf } from './stratum';

export interface Pick {
  answer: LoggedAnswer;
  row: number;
  reasons: readonly ReviewReason[];
  inclusionProbability: number | null;
  /** Its stratum, where it was drawn by strata; null for the rest. */
  stratum: string | null;
  priority: number;
}

/** What is known of a version to pick its rows by. */
export interface PickedVersion {
  reading: Reading;
  places: readonly RowPlace[];
  reference: Readonly<Record<string, ReferenceProfile>> | null;
}

/** Reads each version once; null for one that was deleted. */
export function versionReader(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
): (number: number) => Promise<PickedVersion | null> {
  const known = new Map<number, Promise<PickedVersion | null>>();
  const read = async (number: number): Promise<PickedVersion | null> => {
    const found = await getServedVersion(ctx, { model: of.modelId, number, permission: 'model.view' }).catch(
      nothingIfGone,
    );
    if (!found) return null;
    const { version, overlay, served } = found;
    const reference = await findReference(ctx, of.modelId, number);
    return {
      reading: served.reading,
      places: countedPlaces({ signature: version.signature, overlay }),
      reference: reference?.columns ?? null,
    };
  };
  return (number) => {
    const before = known.get(number) ?? read(number);
    known.set(number, before);
    return before;
  };
}

/** Apart from the hashes of rows by which other rooms take their samples. */
const OFFSET = 0x2545f491;

/** A number from 0 to below 1 that is always the same for a row. */
export const chanceOf = (predictionId: string, row: number): number =>
  hashText(`${predictionId}.${row}`, OFFSET) / 2 ** 32;

/**
 * The rows of a call that a queue's rules pick, and why. What is drawn at random keeps its chance, whatever else it was picked for; the most
 * useful come first: what two versions answered differently, then what the model was least sure of.
 */
export function pickRows(
  rules: QueueRules,
  { answer, shadow, version }: { answer: LoggedAnswer; shadow: LoggedAnswer | null; version: PickedVersion },
): Pick[] {
  const confidences = rules.confidenceBelow === null ? null : confidencesOf(answer, version.reading);
  const outside = rules.outside ? outsideRows(answer, version) : null;
  const { random } = rules;
  const strata = random?.by ? strataOf(answer, version, { by: random.by, share: random.share }) : null;
  const picks: Pick[] = [];
  for (let row = 0; row < answer.rows; row += 1) {
    // Nobody can judge what was erased.
    if (answer.contexts?.[row]?.[ERASED_KEY] !== undefined) continue;
    const reasons: ReviewReason[] = [];
    let priority = 0;
    const add = (reason: ReviewReason, worth: number) => {
      reasons.push(reason);
      priority = Math.max(priority, worth);
    };
    const other = shadow?.outcomes[row] ?? '';
    if (rules.disagreement && other !== '' && other !== answer.outcomes[row]) add('disagreement', 3);
    const confidence = confidences?.[row] ?? null;
    if (rules.confidenceBelow !== null && confidence !== null && confidence < rules.confidenceBelow)
      add('low-confidence', 2 + (1 - confidence));
    if (outside?.has(row)) add('outside', 2);
    const share = strata?.[row]?.share ?? random?.share ?? 0;
    const isDrawn = chanceOf(answer.id, row) < share;
    if (isDrawn) add('random', 1);
    if (reasons.length > 0)
      picks.push({
        answer,
        row,
        reasons,
        priority,
        inclusionProbability: isDrawn ? share : null,
        stratum: (isDrawn && strata?.[row]?.name) || null,
      });
  }
  return picks;
}

/** The probability of each row's answer, or null where the model gives none or the log kept none. */
export function confidencesOf({ outputs, rows }: LoggedAnswer, reading: Reading): (number | null)[] | null {
  if (reading.task !== 'classification' || reading.probabilities === null) return null;
  const data = outputs[reading.probabilities]?.data;
  const width = data && rows > 0 ? data.length / rows : 0;
  if (!data || !Number.isInteger(width) || width < 1) return null;
  return Array.from({ length: rows }, (_, row) => {
    let most: number | null = null;
    for (let k = 0; k < width; k += 1) {
      const share = Number(data[row * width + k]);
      if (Number.isFinite(share) && (most === null || share > most)) most = share;
    }
    // One number is the chance of the second of two classes.
    return most !== null && width === 1 ? Math.max(most, 1 - most) : most;
  });
}

/** Rows with a value that the reference has not. */
function outsideRows(answer: LoggedAnswer, { places, reference }: PickedVersion): Set<number> {
  const found = new Set<number>();
  for (const place of places) {
    const profile = reference?.[place.name];
    if (!profile) continue;
    let row = 0;
    eachPlaceValue(answer, place, (value) => {
      if (value !== null && isOutside(profile, typeof value === 'boolean' ? String(value) : value)) found.add(row);
      row += 1;
    });
  }
  return found;
}

function isOutside(profile: ReferenceProfile, value: number | string): boolean {
  const bin = binIndex(profile, profile.kind === 'number' ? value : String(value));
  if (bin === 'unseen') return true;
  return profile.kind === 'number' && (bin === 0 || bin === profile.edges.length);
}
