import {
  gatewayInference,
  getRegression,
  getRegressionOperation,
  runRegressionOperation,
  runRegressionTests,
} from '@/lib/domain/validation';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const GET = endpoint(getRegressionOperation, ({ ctx, params }) => getRegression(ctx, params));
export const POST = endpoint(runRegressionOperation, ({ ctx, params }) =>
  runRegressionTests(ctx, { ...params, infer: gatewayInference() }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
