import fs from 'node:fs';
import type { Tensor } from '@/lib/pure/protocols/datatype';
import { jsonData } from '@/lib/pure/protocols/render-open-inference';
import { askInBinary, askInJson, type Place } from '../exporters/ask-model';
import { findDifference } from '../exporters/compare-tensors';
import type { ConformanceCase } from './conformance-cases';

/** `same`: the verdict of onnxruntime for Python. `unsayable`: refused with the reason that a tensor protocol has no word for a type. */
export type Verdict = { verdict: 'same' | 'unsayable' | 'different'; why: string };

const UNSAYABLE = new Set(['unreadable_input', 'unreadable_output']);
const same = (why: string): Verdict => ({ verdict: 'same', why });
const different = (why: string): Verdict => ({ verdict: 'different', why });

/** By the text of JSON, which has no other word for NaN. */
const hasNan = (tensor: Tensor): boolean => tensor.datatype.startsWith('FP') && jsonData(tensor).includes('null');

const send = (place: Place, method: string, path: string, body?: string | Uint8Array) =>
  fetch(`${place.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${place.key}`,
      ...(body === undefined
        ? {}
        : { 'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream' }),
    },
    ...(body === undefined ? {} : { body: body as BodyInit }),
  });

/** One case through upload and prediction, and the verdict beside Python's. The model is unloaded afterwards. */
export async function tryCase(place: Place, model: string, of: ConformanceCase): Promise<Verdict> {
  const upload = await send(place, 'PUT', `/api/models/${model}/versions`, new Uint8Array(fs.readFileSync(of.file)));
  const text = await upload.text();
  if (upload.status !== 201) return judgeRefusal(upload.status, text, of);
  const verdict = await judgeCalls(place, model, of);
  // Each version that stays has a process of its own.
  const unload = await send(place, 'POST', `/v2/repository/models/${model}/unload`);
  return unload.ok ? verdict : different(`not unloaded: ${unload.status} ${(await unload.text()).slice(0, 300)}`);
}

async function judgeCalls(place: Place, model: string, of: ConformanceCase): Promise<Verdict> {
  if (!of.loads) return different('taken, and Python does not load it');
  for (const call of of.calls) {
    if (!call) return different('taken, though a value of the case is no tensor');
    for (const [how, ask] of [
      ['binary', askInBinary],
      ['JSON', askInJson],
    ] as const) {
      // In JSON NaN is null, which a model takes only where its answer to it is finite: that is the contract.
      if (how === 'JSON' && call.inputs.some(hasNan)) continue;
      const answer = await ask(place, model, call.inputs);
      if (!answer.ok && answer.status >= 500) return different(`${how}: ${answer.status} ${answer.text.slice(0, 300)}`);
      if (answer.ok !== (call.outputs !== null))
        return different(
          answer.ok ? `${how}: answered, and Python refuses` : `${how}: ${answer.status} ${answer.text.slice(0, 300)}`,
        );
      if (!answer.ok || !call.outputs || call.isRandom) continue;
      const difference = findDifference(answer.outputs, call.outputs, of.tolerance);
      if (difference) return different(`${how}: ${difference}`);
    }
  }
  return same(of.calls.every((call) => call?.outputs) ? 'answered' : 'refused at the call');
}

function judgeRefusal(status: number, text: string, of: ConformanceCase): Verdict {
  let reason = '';
  try {
    reason = JSON.parse(text).reason ?? '';
  } catch {
    return different(`upload: ${status}, and the body is no JSON: ${text.slice(0, 200)}`);
  }
  if (status !== 422) return different(`upload: ${status} ${text.slice(0, 300)}`);
  if (!of.loads) return same('refused at upload');
  if (UNSAYABLE.has(reason)) return { verdict: 'unsayable', why: JSON.parse(text).details?.type ?? reason };
  return different(`refused at upload: ${reason}: ${JSON.parse(text).detail}`);
}
