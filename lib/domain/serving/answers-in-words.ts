import type { Learnt } from '@/lib/pure/json-service/learnt';
import { decisiveField, learntSignature, type SaidOfAnswer } from '@/lib/pure/json-service/learnt-signature';
import type { AnswerValue } from '@/lib/pure/json-service/render-answer';
import { readAnswers } from '@/lib/pure/protocols/answer';
import type { Tensor } from '@/lib/pure/protocols/datatype';
import type { ServedVersion } from './served-version';

/**
 * What a model answers, as the service in its place would say it: a number; of a model with two classes, where the service gives a number,
 * the share of the second; a class under the name that the service uses; or the shares of all classes where it gives a list.
 */
export function answersInWords(
  of: { learnt: Learnt; said: SaidOfAnswer },
  version: Pick<ServedVersion, 'signature' | 'overlay'>,
  outputs: readonly Tensor[],
  rows: number,
): AnswerValue[] {
  const { reading } = learntSignature(of.learnt, of.said);
  const decisive = decisiveField(of.learnt, of.said);
  const own = version.signature.reading;
  const answers = readAnswers(version.signature, outputs, rows);
  if (of.learnt.list && decisive === null)
    return answers.map(({ probabilities, value }) => probabilities ?? (value === null ? null : [value]));
  if (reading.task === 'regression' && own.task === 'classification' && own.classes.length === 2)
    return answers.map(({ probabilities, label }) => probabilities?.[1] ?? numberOf(label));
  const known = new Set(decisive?.values ?? []);
  return answers.map(({ outcome, value }) => {
    if (reading.task === 'regression') return value ?? numberOf(outcome);
    const name = version.overlay?.classNames[outcome];
    const text = !known.has(outcome) && name !== undefined && known.has(name) ? name : outcome;
    if (decisive?.kind === 'number') return numberOf(text) ?? text;
    if (decisive?.kind === 'boolean') return text === '1' || text.toLowerCase() === 'true';
    return text;
  });
}

const numberOf = (text: string | null): number | null =>
  text === null || text === '' || !Number.isFinite(Number(text)) ? null : Number(text);

/** The same as outcomes that can be compared with those of the service: of shares, the place of the largest. */
export const outcomesInWords = (values: readonly AnswerValue[]): string[] =>
  values.map((value) =>
    Array.isArray(value)
      ? value.length === 1
        ? String(value[0])
        : String(value.indexOf(Math.max(...value)))
      : value === null
        ? ''
        : String(value),
  );
