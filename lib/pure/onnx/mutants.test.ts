import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inspectOnnx } from './inspect';
import { byteMutant, structureMutant } from './mutants';
import { OnnxError } from './onnx-error';
import { bytesSource } from './wire';

const model = new Uint8Array(readFileSync(new URL('./fixtures/mixed_columns/model.onnx', import.meta.url)));
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

test('the same seed gives the same mutant, and hardly two seeds the same', () => {
  for (const mutate of [structureMutant, byteMutant]) {
    expect(mutate(model, 7)).toEqual(mutate(model, 7));
    expect(new Set(seeds.map((seed) => Buffer.from(mutate(model, seed)).toString('base64'))).size).toBeGreaterThan(150);
  }
});

test('a structure mutant is still a well-formed file', async () => {
  for (const seed of seeds) {
    const found = await inspectOnnx(bytesSource(structureMutant(model, seed))).catch((error: unknown) => error);
    if (found instanceof OnnxError) expect(found.code).not.toBe('truncated');
  }
});
