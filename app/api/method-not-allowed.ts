import { AppError } from '@/lib/platform/errors';
import { problemResponse } from '@/lib/platform/http/problem';
import { uuid7 } from '@/lib/platform/uuid7';

const idOf = (request: Request) => request.headers.get('x-request-id')?.slice(0, 64) || uuid7();

/** The answer of every method that an address does not have: a 405 problem that names those it has. */
export const methodNotAllowed = (...allowed: string[]) =>
  async function refuse(request: Request): Promise<Response> {
    const error = new AppError(
      'method_not_allowed',
      `${request.method} is not possible here. It takes ${allowed.join(', ')}.`,
    );
    const response = problemResponse(error, idOf(request));
    response.headers.set('allow', allowed.join(', '));
    return response;
  };

export async function noSuchAddress(request: Request): Promise<Response> {
  return problemResponse(new AppError('not_found', 'There is nothing at this address.'), idOf(request));
}
