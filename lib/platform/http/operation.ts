import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';

/**
 * One operation of the control plane: what the route parses, who may call it, what it answers.
 * Routes, the OpenAPI document, the browser's client and the authorisation matrix all read it.
 */
export interface Operation<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  method: Method;
  path: `/api/${string}`;
  summary: string;
  /** `open`: nobody is asked; `signed-in`: any session; else a permission that the verb checks in its project. */
  access: 'open' | 'signed-in' | (string & {});
  params?: P;
  query?: Q;
  body?: B;
  /** The body is bytes that the handler streams itself. */
  rawBody?: { contentType: string; description: string };
  reply: R | { contentType: string; description: string };
  status?: 200 | 201 | 202 | 204;
  /** Further statuses it can give, beyond 400, 401, 403, 404, 413, 415, 422, 500, 503 where they apply. */
  alsoStatuses?: number[];
  /** Largest body in bytes; 256 KB unless said. */
  bodyLimit?: number;
}

export const operation = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  given: Operation<P, Q, B, R>,
): Operation<P, Q, B, R> => given;

export const isSchema = (reply: Operation['reply']): reply is z.ZodType => 'parse' in reply;
