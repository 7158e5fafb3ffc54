import { createTranslator } from 'use-intl/core';
import en from '@/messages/en/validation.json';
import { type Measurement, sentenceKey } from '../schema';

const texts: Record<string, unknown> = { validation: en };
// Without a configured shape use-intl takes any key; a test holds every sentence against the messages.
const translate = createTranslator({
  locale: 'en',
  messages: texts as never,
  namespace: 'validation.checks' as never,
  timeZone: 'UTC',
}) as unknown as (key: string, values: Record<string, string | number>) => string;

/** What a check found in one English sentence, in the words of the page. */
export const writeSentence = (found: Pick<Measurement, 'check' | 'why' | 'facts'>): string =>
  translate(sentenceKey(found), found.facts);
