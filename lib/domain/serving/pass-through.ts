import { isAppError } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { fitCall } from '@/lib/pure/json-service/fit-call';
import type { PassedContext } from '@/lib/pure/json-service/passed-context';
import type { ReadAnswer } from '@/lib/pure/json-service/read-answer';
import type { ReadRows } from '@/lib/pure/json-service/read-rows';
import { readOutcomes } from '@/lib/pure/protocols/answer';
import type { Tensor } from '@/lib/pure/protocols/datatype';
import {
  countOnly,
  encodePrediction,
  type PredictCall,
  type Prediction,
  type PredictTools,
  type RenderedAnswer,
} from './predict';
import { observe, type ServedUpstream } from './served-upstream';
import { countCall } from './served-version';

/** In the context of a row of a call that was handed on without being read: why. */
export const PASSED_KEY = 'passed-through';

/** Why a call was handed on without being read: what the log says instead. */
export type PassReason = string;

export interface PassedCall
  extends Pick<PredictCall, 'origin' | 'protocol' | 'caller' | 'requestId' | 'idempotency' | 'startedMs'> {
  upstream: ServedUpstream;
  log: 'kept' | 'counted';
  /** What is hidden now: while the service worked, somebody may have changed it. */
  hidden: Pick<ServedUpstream, 'personal' | 'personalContext'>;
  /** Rows and answers as they were read, or why they were not. */
  request: ReadRows | PassReason;
  answer: ReadAnswer | PassReason;
  /** What the caller says of the rows. */
  context: PassedContext;
  /** How long the service took. */
  serviceUs: number;
}

export interface PassedAnswer {
  prediction: Prediction;
  /** Something was learnt that should be kept. */
  hasNews: boolean;
}

/**
 * Logs a call that a running service has answered, before its caller gets the answer. What is read of it is learnt from and becomes
 * the record's rows; what is not is a record that says why.
 */
export async function logPassed(
  tools: PredictTools,
  call: PassedCall,
  render: (prediction: Prediction) => RenderedAnswer,
): Promise<PassedAnswer & { rendered: RenderedAnswer }> {
  const { upstream, request, answer } = call;
  const isRead = typeof request !== 'string' && typeof answer !== 'string';
  const hasNews = isRead && observe(upstream, request, answer);
  const { inputs, outputs, rows, reason } = readCall(upstream, request, answer);
  const signature = upstream.signature;
  const prediction: Prediction = {
    id: uuid7(),
    route: 'champion',
    rows,
    outputs,
    outcomes: readOutcomes(signature, outputs, rows),
    latencyUs: Math.round((performance.now() - call.startedMs) * 1000),
    queueUs: 0,
    runUs: call.serviceUs,
    log: call.log === 'kept' ? tools.spool.durability : 'none',
  };
  let rendered = render(prediction);
  const { projectId, modelId, number } = upstream;
  const { personal, personalContext } = call.hidden;
  const version = { projectId, modelId, number, personal, personalContext, signature };
  if (call.log === 'counted') countOnly(tools, { origin: call.origin, caller: call.caller, version }, prediction);
  else {
    const said = call.context(rows);
    const context =
      reason === null ? said : Array.from({ length: rows }, (_, row) => ({ ...said?.[row], [PASSED_KEY]: reason }));
    const of = { ...call, version, route: 'champion' as const, request: { tensors: inputs, rows, context } };
    try {
      await tools.spool.append(encodePrediction(of, prediction, rendered, tools.secret));
    } catch (error) {
      // The service has answered: its caller gets that, and the answer says that nothing of it is kept.
      if (!isAppError(error) || error.reason !== 'log_full') throw error;
      prediction.log = 'none';
      rendered = render(prediction);
    }
  }
  countCall(upstream.stats, {
    rows,
    latencyUs: prediction.latencyUs,
    queueUs: 0,
    runUs: call.serviceUs,
    batchRows: rows,
    leads: true,
    atMs: Date.now(),
  });
  return { prediction, rendered, hasNews };
}

function readCall(
  upstream: ServedUpstream,
  request: ReadRows | PassReason,
  answer: ReadAnswer | PassReason,
): { inputs: Tensor[]; outputs: Tensor[]; rows: number; reason: PassReason | null } {
  if (typeof request === 'string') return { inputs: [], outputs: [], rows: 1, reason: request };
  const { rows } = request;
  if (typeof answer !== 'string') {
    const { inputs, outputs, misfit } = fitCall(upstream.learntSignature, rows, answer);
    return { inputs, outputs, rows: rows.length, reason: misfit };
  }
  // Rows are known even where no answer was read.
  const { inputs } = fitCall({ ...upstream.learntSignature, outputs: [] }, rows, NO_ANSWER);
  return { inputs, outputs: [], rows: rows.length, reason: answer };
}

const NO_ANSWER: ReadAnswer = {
  shape: { asked: 'one', container: null, each: 'value', many: false },
  rows: [],
  extras: [],
};
