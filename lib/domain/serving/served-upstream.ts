import { type Learnt, learn } from '@/lib/pure/json-service/learnt';
import { type LearntSignature, learntSignature, type SaidOfAnswer } from '@/lib/pure/json-service/learnt-signature';
import type { ReadAnswer } from '@/lib/pure/json-service/read-answer';
import type { ReadRows } from '@/lib/pure/json-service/read-rows';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { servedSignature } from '../registry';
import type { PersonalContext } from '../registry/schema';
import { learnOn, SETTLED_AFTER, type ServedUpstreamRow } from '../upstream';
import { newStats, type VersionStats } from './served-version';

/** A running service as a gateway knows it: where it is, what was learnt of its JSON, and how its calls are logged. */
export interface ServedUpstream {
  projectId: string;
  modelId: string;
  modelName: string;
  /** The version under which its answers are logged. */
  number: number;
  url: string;
  allowPrivate: boolean;
  header: { name: string; value: string } | null;
  timeoutMs: number;
  said: SaidOfAnswer;
  epoch: number;
  learnt: Learnt | null;
  /** Calls that were read, as the database knows, and those read here since. */
  callsLearnt: number;
  unsavedCalls: number;
  learntSignature: LearntSignature;
  /** The same with the owner's names, as the log knows it. */
  signature: ServedSignature;
  personal: Map<string, 'hash' | 'drop'>;
  personalContext: PersonalContext;
  overlay: ServedUpstreamRow['overlay'];
  stats: VersionStats;
}

/** A new reading of the registry. What was learnt here and is not kept yet goes on, unless learning began anew. */
export function takeUpstream(row: ServedUpstreamRow, modelName: string, before: ServedUpstream | null): ServedUpstream {
  const isSame = before !== null && before.epoch === row.epoch;
  const ahead = isSame ? before.learnt : null;
  const learnt = ahead === null ? row.learnt : learnOn(row.learnt, ahead, row.callsLearnt);
  const upstream = {
    projectId: row.projectId,
    modelId: row.modelId,
    modelName,
    number: row.versionNumber,
    url: row.url,
    allowPrivate: row.allowPrivate,
    header: row.header,
    timeoutMs: row.timeoutMs,
    said: row.said,
    epoch: row.epoch,
    learnt,
    callsLearnt: row.callsLearnt,
    unsavedCalls: isSame ? before.unsavedCalls : 0,
    overlay: row.overlay,
    personalContext: row.personalContext,
    stats: before?.stats ?? newStats(),
    personal: new Map(
      row.overlay?.columns.flatMap((column) =>
        column.personal === 'keep' ? [] : [[column.name, column.personal] as const],
      ) ?? [],
    ),
  };
  return { ...upstream, ...signaturesOf(upstream) };
}

const signaturesOf = ({ learnt, said, overlay }: Pick<ServedUpstream, 'learnt' | 'said' | 'overlay'>) => {
  const plain = learntSignature(learnt, said);
  return { learntSignature: plain, signature: servedSignature(plain, overlay) };
};

/** Learns from a call that was read. True where something is to be kept: each call until the columns are settled, then new classes. */
export function observe(upstream: ServedUpstream, request: ReadRows, answer: ReadAnswer): boolean {
  const calls = upstream.callsLearnt + upstream.unsavedCalls;
  const isSettled = upstream.learnt !== null && calls >= SETTLED_AFTER;
  if (upstream.learnt !== null && isSettled && knowsClasses(upstream.learnt, answer)) return false;
  const learnt = learnOn(upstream.learnt, learn(request, answer), calls);
  if (!isSettled) upstream.unsavedCalls += 1;
  Object.assign(upstream, { learnt }, signaturesOf({ ...upstream, learnt }));
  return true;
}

/** Whether every text of an answer came before, so that most calls need no learning. */
const knowsClasses = ({ fields }: Learnt, answer: ReadAnswer): boolean =>
  fields.every(
    ({ name, kind, values }) =>
      kind === 'number' ||
      values === null ||
      answer.rows.every((row) => {
        const cell = row.fields.get(name) ?? null;
        return cell === null || values.includes(String(cell));
      }),
  );
