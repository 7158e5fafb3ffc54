import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { isAppError, notFound } from '@/lib/platform/errors';
import { inUnit } from '@/lib/pure/answer-settings/in-unit';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { isAllowed, nameCallers, nameProject, type Permission } from '../people';
import { findAnswerSettings, getModel, getServedVersion } from '../registry';
import type { Overlay } from '../registry/schema';
import type { LoggedTensor } from '../serving';
import { cellAt } from './logged-cell';
import { parseRowId } from './row-id';
import {
  FieldProblem,
  type LoggedCell,
  type LoggedInput,
  type PredictionDetail,
  ScoreValues,
  Severity,
} from './schema';
import { findCall, findShadow, type LoggedCall, listJudgements, listRowLabels } from './store-detail';

/**
 * One row of the log with everything that is known of it. End users see their own. `permission` is another one by which the caller may see it,
 * for verbs of other rooms.
 */
export async function getPrediction(
  ctx: Ctx,
  input: { id: string; permission?: Permission },
): Promise<PredictionDetail> {
  const at = parseRowId(input.id);
  const call = at && (await findCall(ctx, at.predictionId));
  if (!at || !call || at.row >= call.rows) throw notFound('prediction', input.id.slice(0, 64));
  const { actor } = ctx;
  const isOwn = 'id' in actor && call.caller === actor.id;
  const permission = input.permission ?? (isOwn ? 'prediction.view-own' : 'prediction.view');
  if (!isAllowed(actor, permission, call.projectId)) throw notFound('prediction', input.id.slice(0, 64));
  const place = { projectId: call.projectId, predictionId: at.predictionId, row: at.row };
  const [judgements, labels, callers, project, described, shadow] = await Promise.all([
    listJudgements(ctx, place),
    listRowLabels(ctx, place),
    nameCallers(ctx, call.projectId, call.caller ? [call.caller] : []),
    nameProject(ctx, call.projectId),
    describeVersion(ctx, call),
    findShadow(ctx, call),
  ]);
  const newest = labels.find(({ source }) => source === 'review') ?? labels[0];
  return {
    rowId: `${call.id}.${at.row}`,
    at: call.receivedAt.toISOString(),
    version: call.versionNumber,
    route: call.route,
    origin: call.origin,
    protocol: call.protocol,
    outcome: call.outcomes[at.row] ?? '',
    latencyMs: call.latencyUs === null ? null : call.latencyUs / 1000,
    queueMs: call.queueUs / 1000,
    runMs: call.runUs / 1000,
    rows: call.rows,
    caller: (call.caller && callers.get(call.caller)) || null,
    context: call.context?.[at.row] ?? null,
    feedback: judgements[0] ? (judgements[0].verdict === 'right' ? 'right' : 'wrong') : null,
    label: newest ? { value: newest.value, source: newest.source } : null,
    model: { id: call.modelId, name: described.modelName, project },
    requestId: call.requestId,
    inputs: described.served ? inputsOf(call, at.row, described.served, described.overlay) : plainInputs(call, at.row),
    answer: answerOf(call, at.row, described.served, described.overlay),
    outputs: Object.entries(call.outputs).map(([name, tensor]) => ({
      name,
      shape: tensor.shape.slice(1),
      values: valuesOfRow(tensor, at.row, call.rows),
    })),
    settings: call.settingsNumber,
    isAbstained: call.abstained.includes(at.row),
    truncated: call.truncated,
    shadow: shadow && {
      rowId: `${shadow.id}.${at.row}`,
      version: shadow.versionNumber,
      outcome: shadow.outcomes[at.row] ?? '',
    },
    judgements: judgements.map((row) => ({
      verdict: row.verdict === 'right' ? 'right' : 'wrong',
      expected: row.expected,
      reason: row.reason,
      givenBy: row.givenBy,
      at: row.createdAt.toISOString(),
      id: row.id,
      severity: Severity.nullable().parse(row.severity),
      fields: z.array(FieldProblem).parse(row.fields),
      scores: ScoreValues.parse(row.scores),
      editedAt: row.editedAt?.toISOString() ?? null,
      isOwn: 'id' in actor && row.giverId === actor.id,
      isSettled: row.outcome !== null,
    })),
    labels: labels.map((row) => ({
      value: row.value,
      source: row.source,
      observedAt: row.observedAt.toISOString(),
      arrivedAt: row.createdAt.toISOString(),
    })),
  };
}

interface Described {
  modelName: string;
  served: ServedSignature | null;
  overlay: Overlay | null;
}

/** The version that answered; a row outlives its version and its model. */
async function describeVersion(ctx: Ctx, call: LoggedCall): Promise<Described> {
  const permission = 'model.view' as const;
  try {
    const { name } = await getModel(ctx, { model: call.modelId, permission });
    const found = await getServedVersion(ctx, { model: call.modelId, number: call.versionNumber, permission });
    const { served, overlay } = found;
    const settings =
      call.settingsNumber === null
        ? null
        : await findAnswerSettings(ctx, {
            modelId: call.modelId,
            versionNumber: call.versionNumber,
            number: call.settingsNumber,
          });
    return { modelName: name, served: inUnit(served, settings?.content ?? null), overlay };
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found')
      return { modelName: call.modelId, served: null, overlay: null };
    throw error;
  }
}

/** A row's part of a stored tensor, or null where its values were not kept. */
export function valuesOfRow(tensor: LoggedTensor | undefined, row: number, rows: number): LoggedCell[] | null {
  if (!tensor?.data || rows === 0) return null;
  const { data } = tensor;
  const width = data.length / rows;
  return Number.isInteger(width) ? Array.from({ length: width }, (_, i) => cellAt(data, row * width + i)) : null;
}

function inputsOf(call: LoggedCall, row: number, served: ServedSignature, overlay: Overlay | null): LoggedInput[] {
  return served.columns.map((column) => {
    const said = overlay?.columns.find(({ name }) => name === column.name);
    const tensor = call.inputs[column.input];
    const whole = valuesOfRow(tensor, row, call.rows);
    const one = column.index === null ? whole : whole && [whole[column.index] ?? null];
    return {
      name: column.name,
      title: said?.title ?? '',
      unit: said?.unit ?? '',
      kind: said?.kind ?? (column.index === null && (whole?.length ?? 0) > 1 ? 'list' : 'value'),
      personal: said?.personal ?? 'keep',
      shape: column.index === null ? (tensor?.shape.slice(1) ?? []) : [],
      values: one,
    };
  });
}

const plainInputs = (call: LoggedCall, row: number): LoggedInput[] =>
  Object.entries(call.inputs).map(([name, tensor]) => ({
    name,
    title: '',
    unit: '',
    kind: 'list',
    personal: 'keep',
    shape: tensor.shape.slice(1),
    values: valuesOfRow(tensor, row, call.rows),
  }));

function answerOf(
  call: LoggedCall,
  row: number,
  served: ServedSignature | null,
  overlay: Overlay | null,
): PredictionDetail['answer'] {
  const outcome = call.outcomes[row] ?? '';
  const nothing = { label: null, name: null, probabilities: null, value: null, unit: null };
  const nameOf = (label: string) => overlay?.classNames[label] || label;
  if (served?.reading.task === 'classification') {
    const { probabilities, classes } = served.reading;
    const shares = probabilities === null ? null : valuesOfRow(call.outputs[probabilities], row, call.rows);
    return {
      ...nothing,
      label: outcome,
      name: nameOf(outcome),
      probabilities:
        shares?.map((share, i) => {
          const label = classes[i] ?? String(i);
          return { label, name: nameOf(label), share: typeof share === 'number' ? share : null };
        }) ?? null,
    };
  }
  if (served?.reading.task !== 'regression') return nothing;
  const value = outcome === '' ? null : Number(outcome);
  return { ...nothing, value: value !== null && Number.isFinite(value) ? value : null, unit: served.reading.unit };
}
