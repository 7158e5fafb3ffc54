import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectOnnx } from './inspect';
import { lintSignature } from './lint';
import { OnnxError } from './onnx-error';
import { stripZipMap } from './strip-zipmap';
import { bytesSource } from './wire';

const folder = new URL('./fixtures/', import.meta.url);
const models = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => new Uint8Array(readFileSync(new URL(`${name}/model.onnx`, folder))));

/** Resolves to the milliseconds taken; rejects with anything that is no OnnxError. */
async function survive(bytes: Uint8Array): Promise<number> {
  const start = performance.now();
  try {
    lintSignature(await inspectOnnx(bytesSource(bytes)));
    await stripZipMap(bytes);
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    expect(error.message.length).toBeGreaterThan(10);
  }
  return performance.now() - start;
}

test('throws nothing but OnnxError on random bytes', async () => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => (await survive(bytes)) < 1_000);
  await fc.assert(property, { numRuns: 2_000, seed: 3 });
});

test('throws nothing but OnnxError after a plausible start', async () => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), async (bytes) => {
    const graph = Uint8Array.from([8, 8, 58, bytes.length, ...bytes]);
    return (await survive(graph)) < 1_000;
  });
  await fc.assert(property, { numRuns: 2_000, seed: 4 });
});

test('throws nothing but OnnxError on changed real models', async () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
  const property = fc.asyncProperty(
    fc.nat(models.length - 1),
    edits,
    fc.nat(),
    fc.boolean(),
    async (index, changes, cut, isCut) => {
      const whole = models[index] ?? new Uint8Array(1);
      const bytes = Uint8Array.from(isCut ? whole.subarray(0, (cut % whole.length) + 1) : whole);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return (await survive(bytes)) < 2_000;
    },
  );
  await fc.assert(property, { numRuns: 400, seed: 5 });
});
