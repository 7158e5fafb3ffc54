import type { Ctx } from '@/lib/platform/context';
import { buildOpenApi, type JsonSchema } from '@/lib/platform/http/openapi';
import { rowWidth, type ServedSignature } from '@/lib/pure/protocols/signature';
import { getServedVersion } from './get-model';
import type { Overlay, OverlayColumn } from './schema';

/** The OpenAPI 3.1 document of a model's champion: its predict operation and its Open Inference address, with the real columns. */
export async function describeModel(ctx: Ctx, input: { model: string }): Promise<JsonSchema> {
  const { model, version, overlay, served } = await getServedVersion(ctx, {
    model: input.model,
    permission: 'model.view',
  });
  const document = buildOpenApi({
    title: model.name,
    version: String(version.number),
    description: model.summary || `Version ${version.number} of ${model.name}.`,
    operations: [],
  });
  const refused = Object.fromEntries(
    [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 504].map((status) => [status, { description: 'Refused' }]),
  );
  const refusedByInference = Object.fromEntries(
    [400, 401, 403, 404, 409, 413, 415, 429, 500, 503, 504].map((status) => [status, { description: 'Refused' }]),
  );
  return {
    ...document,
    paths: {
      [`/api/models/${model.name}/predict`]: {
        post: {
          summary: `Predict with ${model.name}`,
          operationId: 'predict',
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['rows'],
                  properties: {
                    rows: { type: 'array', minItems: 1, maxItems: 10_000, items: rowSchema(served, overlay) },
                  },
                },
                ...(overlay?.examples[0] ? { example: { rows: [overlay.examples[0]] } } : {}),
              },
            },
          },
          responses: {
            200: { description: 'One prediction per row.', content: json(replySchema(served)) },
            ...refused,
          },
        },
      },
      [`/m/${model.name}/v2/models/${model.name}/infer`]: {
        post: {
          summary: `Predict with ${model.name} by the Open Inference protocol`,
          operationId: 'infer',
          requestBody: { required: true, content: json(inferSchema(served)) },
          responses: {
            200: { description: 'The outputs as tensors.', content: json({ type: 'object' }) },
            ...refusedByInference,
          },
        },
      },
    },
  };
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

function rowSchema(served: ServedSignature, overlay: Overlay | null): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const column of served.columns) {
    const input = served.inputs.find((candidate) => candidate.name === column.input);
    if (!input) continue;
    const said = overlay?.columns.find((candidate) => candidate.name === column.name);
    const isNested = column.index === null && rowWidth(input.shape) !== 1;
    const plain = isNested ? { type: 'array', items: {} } : cellSchema(input.datatype, said);
    properties[column.name] = { ...plain, ...(column.nullable ? { type: [plain.type, 'null'].flat() } : {}) };
    if (column.fallback === undefined) required.push(column.name);
  }
  return { type: 'object', required, properties, patternProperties: { '^context\\.': { type: ['string', 'number'] } } };
}

function cellSchema(datatype: string, said: OverlayColumn | undefined): JsonSchema {
  const type = datatype === 'BYTES' ? 'string' : datatype === 'BOOL' ? 'boolean' : wholeOrNot(datatype);
  const description = [said?.title, said?.unit && `in ${said.unit}`].filter(Boolean).join(', ');
  const choices = said && said.categories.length > 0 && type === 'string' ? { enum: said.categories } : {};
  return {
    type,
    ...choices,
    ...(said && said.min !== null ? { minimum: said.min } : {}),
    ...(said && said.max !== null ? { maximum: said.max } : {}),
    ...(description ? { description } : {}),
    ...(said && said.default !== null ? { default: said.default } : {}),
  };
}

const wholeOrNot = (datatype: string) => (/^U?INT/.test(datatype) ? 'integer' : 'number');

function replySchema({ reading }: ServedSignature): JsonSchema {
  const id = { type: ['string', 'null'], description: 'Id of the row, for feedback and labels.' };
  const one: JsonSchema =
    reading.task === 'classification'
      ? {
          id,
          label: { type: ['string', 'null'], ...(reading.classes.length > 0 ? { examples: reading.classes } : {}) },
          name: { type: ['string', 'null'] },
          probabilities: { type: ['object', 'null'], additionalProperties: { type: ['number', 'null'] } },
          abstained: { const: true, description: 'The answer is too close to call. Absent otherwise.' },
        }
      : reading.task === 'regression'
        ? { id, value: { type: ['number', 'null'] }, unit: { type: ['string', 'null'] } }
        : { id, outputs: { type: 'object' } };
  return {
    type: 'object',
    properties: {
      predictionId: { type: ['string', 'null'] },
      model: { type: 'string' },
      version: { type: 'integer' },
      route: { type: 'string' },
      log: { type: 'string' },
      latencyMs: { type: 'number' },
      predictions: { type: 'array', items: { type: 'object', properties: one } },
    },
  };
}

function inferSchema(served: ServedSignature): JsonSchema {
  return {
    type: 'object',
    required: ['inputs'],
    properties: {
      inputs: {
        type: 'array',
        items: {
          oneOf: served.inputs.map((input) => ({
            type: 'object',
            required: ['name', 'datatype', 'shape', 'data'],
            properties: {
              name: { const: input.name },
              datatype: { const: input.datatype },
              shape: { type: 'array', items: { type: 'integer' }, examples: [input.shape] },
              data: { type: 'array', items: {} },
            },
          })),
        },
      },
    },
  };
}
