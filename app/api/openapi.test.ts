import { expect, test } from 'vitest';
import { GET } from './openapi.json/route';

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { security?: []; requestBody?: object; responses: Record<string, object> }>>;
}

const read = async (): Promise<Document> => (await (await GET()).json()) as Document;

test('is an OpenAPI 3.1 document with every status of every operation', async () => {
  const document = await read();
  expect(document.openapi).toMatch(/^3\.1\./);
  let operations = 0;
  for (const [path, item] of Object.entries(document.paths))
    for (const [verb, operation] of Object.entries(item)) {
      operations += 1;
      const codes = Object.keys(operation.responses);
      const owed = [
        ...(operation.security ? [] : ['401', '403']),
        ...(path.includes('{') ? ['404'] : []),
        ...(operation.requestBody ? ['413', '415', '422'] : []),
        '400',
        '500',
        '503',
      ];
      expect(
        codes.some((code) => code.startsWith('2')),
        `${verb} ${path}`,
      ).toBe(true);
      for (const code of owed) expect(codes, `${verb} ${path}`).toContain(code);
    }
  expect(operations).toBeGreaterThan(50);
});

test('refers to nothing that is not in it', async () => {
  const text = JSON.stringify(await read());
  for (const [, reference] of text.matchAll(/"\$ref":"([^"]+)"/g))
    expect(reference).toBe('#/components/schemas/Problem');
  expect(text).toContain('"components":{"schemas":{"Problem"');
});

test('keeps the bodies of feedback and labels simple enough to fill in from the document', async () => {
  const { paths } = await read();
  expect(paths['/api/predictions/{id}/feedback']?.post?.requestBody).toMatchObject({
    content: { 'application/json': { schema: { required: ['verdict'] } } },
  });
  expect(paths['/api/labels']?.post?.requestBody).toMatchObject({
    content: {
      'application/json': {
        schema: { required: ['labels'], properties: { labels: { items: { required: ['predictionId', 'value'] } } } },
      },
    },
  });
});
