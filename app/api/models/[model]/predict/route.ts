import { roleIn } from '@/lib/domain/people';
import { getModel } from '@/lib/domain/registry';
import { readVersionName, STAGING } from '@/lib/domain/serving';
import { notFound } from '@/lib/platform/errors';
import { callGateway } from '@/lib/platform/internal-gateway';
import { endpoint } from '../../../endpoint';
import { predictOperation } from '../../../gateway-operations';
import { methodNotAllowed } from '../../../method-not-allowed';

const TIMEOUT_MS = 60_000;
const PASSED_ON = [
  'content-type',
  'x-prediction-id',
  'x-model-version',
  'x-route',
  'x-log',
  'x-answer-settings',
  'x-abstained-rows',
  'server-timing',
  'retry-after',
  'idempotent-replayed',
];

export const POST = endpoint(predictOperation, async ({ ctx, params, query, body, request }) => {
  const { actor } = ctx;
  const named = readVersionName(query.version);
  if (!named) throw notFound('version', query.version ?? '');
  const isStaging = named.name === STAGING;
  const permission = isStaging ? 'model.predict-staging' : 'model.predict';
  const model = await getModel(ctx, { model: params.model, permission });
  const roleOrigin = roleIn(actor, model.projectId) === 'user' ? 'user' : 'try';
  const call = {
    projectId: model.projectId,
    modelId: model.id,
    ...(isStaging ? { staging: true } : named.name === undefined ? {} : { number: Number(named.name) }),
    body,
    origin: isStaging ? 'staging' : actor.kind === 'key' ? 'api' : roleOrigin,
    caller: 'id' in actor ? actor.id : null,
    requestId: ctx.requestId,
    dryRun: query.dryRun === '1',
    route: request.headers.get('x-route') ?? undefined,
    idempotencyKey: request.headers.get('idempotency-key'),
  };
  const answer = await callGateway('/internal/predict', call, TIMEOUT_MS);
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const name of PASSED_ON) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
});

const refuse = methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
