import { buildOpenApi } from '@/lib/platform/http/openapi';
import { GATEWAY_OPERATIONS } from '../gateway-operations';
import { methodNotAllowed } from '../method-not-allowed';
import { OPERATIONS } from '../operations';

let text: string | undefined;

export async function GET(): Promise<Response> {
  text ??= JSON.stringify(
    buildOpenApi({
      title: 'Implanta',
      version: '1',
      description:
        'The control plane. Predictions are also answered by the Open Inference, KServe v1 and MLflow protocols.',
      operations: [...GATEWAY_OPERATIONS, ...OPERATIONS],
    }),
  );
  return new Response(text, { headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=60' } });
}

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
