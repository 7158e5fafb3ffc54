import { z } from 'zod';
import { isSchema, type Operation } from './operation';
import { STATUS } from './problem';

export type JsonSchema = Record<string, unknown>;

const TITLES = new Map(Object.values(STATUS).map(({ status, title }) => [status, title]));

/** A zod schema as JSON Schema 2020-12, without references; `input` is what callers send. */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return rest;
}

const PROBLEM: JsonSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'error', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    error: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    reason: { type: 'string' },
    details: { type: 'object' },
    invalidParams: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'reason'],
        properties: { name: { type: 'string' }, reason: { type: 'string' } },
      },
    },
  },
};

/** Every status an operation can give besides its success. */
export function statusesOf(spec: Operation): number[] {
  const isOpen = spec.access === 'open';
  const hasBody = spec.body !== undefined || spec.rawBody !== undefined;
  const codes = new Set([400, 401, 500, 503, ...(spec.alsoStatuses ?? [])]);
  if (!isOpen) codes.add(403).add(404);
  if (spec.params) codes.add(404);
  if (hasBody) codes.add(403).add(413).add(415).add(422);
  if (spec.query) codes.add(422);
  return [...codes].sort((a, b) => a - b);
}

function parametersOf(spec: Operation): JsonSchema[] {
  const list: JsonSchema[] = [];
  for (const place of ['path', 'query'] as const) {
    const schema = place === 'path' ? spec.params : spec.query;
    if (!schema) continue;
    const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as {
      properties?: Record<string, JsonSchema>;
      required?: string[];
    };
    for (const [name, property] of Object.entries(properties))
      list.push({
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        schema: Object.keys(property).length > 0 ? property : { type: 'string' },
      });
  }
  if (spec.access !== 'open')
    list.push({
      name: 'x-project',
      in: 'header',
      required: false,
      description: 'Id or slug of the project; needed with a session of a person who belongs to several.',
      schema: { type: 'string' },
    });
  return list;
}

function successOf(spec: Operation): JsonSchema {
  const status = spec.status ?? 200;
  const description = status === 201 ? 'Made.' : status === 202 ? 'Taken.' : status === 204 ? 'Done.' : 'The answer.';
  if (status === 204) return { description };
  if (isSchema(spec.reply))
    return { description, content: { 'application/json': { schema: toJsonSchema(spec.reply, 'output') } } };
  if (spec.reply.contentType === '') return { description: spec.reply.description };
  return { description: spec.reply.description, content: { [spec.reply.contentType]: {} } };
}

/** One operation as an OpenAPI operation object. */
export function describeOperation(spec: Operation): JsonSchema {
  const responses: Record<string, JsonSchema> = { [String(spec.status ?? 200)]: successOf(spec) };
  for (const status of statusesOf(spec))
    responses[String(status)] = {
      description: TITLES.get(status) ?? 'Refused',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  const body = spec.rawBody
    ? { [spec.rawBody.contentType]: { schema: { type: 'string', format: 'binary' } } }
    : spec.body && { 'application/json': { schema: toJsonSchema(spec.body, 'input') } };
  return {
    summary: spec.summary,
    operationId: `${spec.method.toLowerCase()}${spec.path.replace(/[^A-Za-z]+(\w)/g, (_, first: string) => first.toUpperCase()).replace(/\W/g, '')}`,
    ...(spec.access === 'open' ? { security: [] } : {}),
    parameters: parametersOf(spec),
    ...(body
      ? {
          requestBody: {
            required: true,
            ...(spec.rawBody ? { description: spec.rawBody.description } : {}),
            content: body,
          },
        }
      : {}),
    responses,
  };
}

/** An OpenAPI 3.1 document of some operations. */
export function buildOpenApi(input: {
  title: string;
  description: string;
  version: string;
  operations: readonly Operation[];
}): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const spec of input.operations) {
    const item = paths[spec.path] ?? {};
    item[spec.method.toLowerCase()] = describeOperation(spec);
    paths[spec.path] = item;
  }
  return {
    openapi: '3.1.0',
    info: { title: input.title, version: input.version, description: input.description },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key: imp_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'implanta.session' },
      },
    },
  };
}
