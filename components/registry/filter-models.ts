import type { Model } from '@/lib/domain/registry/schema';

export const MODEL_STATES = ['all', 'serving', 'not-serving'] as const;
export type ModelState = (typeof MODEL_STATES)[number];
export const MODEL_SORTS = ['name', '-name', 'updated', '-updated'] as const;
export type ModelSort = (typeof MODEL_SORTS)[number];

/** When the newest thing happened to a model: it was made, or a version became its champion. */
export const updatedAt = (model: Model): string => model.championAt ?? model.createdAt;

const matches = (model: Model, text: string): boolean =>
  [model.name, model.summary].some((part) => part.toLowerCase().includes(text.trim().toLowerCase()));

/** The models that carry the text and are in the state, in the order asked for. */
export function filterModels(
  models: readonly Model[],
  wanted: { text: string; state: ModelState; sort: ModelSort },
): Model[] {
  const isDown = wanted.sort.startsWith('-');
  const compare = (a: Model, b: Model) =>
    wanted.sort.endsWith('updated') ? updatedAt(a).localeCompare(updatedAt(b)) : a.name.localeCompare(b.name);
  return models
    .filter((model) => wanted.state === 'all' || model.serving === (wanted.state === 'serving'))
    .filter((model) => matches(model, wanted.text))
    .sort((a, b) => (isDown ? compare(b, a) : compare(a, b)));
}
