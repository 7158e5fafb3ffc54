import { expect, test } from 'vitest';
import { QueueContent } from '@/lib/domain/review/schema';
import { contentOf, draftOf, newDraft } from './queue-draft';

const SCALE = { scale: 'ordinal', classOrder: ['low', 'high, very'] };
const queueOf = (content: object) => ({
  ...QueueContent.parse({ name: 'q', rules: {}, ...content }),
  id: '00000000-0000-4000-8000-000000000000',
  model: { id: '00000000-0000-4000-8000-000000000000', name: 'm' },
  counts: { open: 0, disputed: 0, settled: 0, held: 0 },
  createdAt: new Date(0).toISOString(),
});

test('a queue that is opened and saved stays what it was', () => {
  for (const by of [
    null,
    { column: 'carrier', shares: { UA: 0.5, AA: 0.075 }, bands: [] },
    {
      column: 'distance',
      shares: {},
      bands: [
        { upTo: -1.5, share: 1 },
        { upTo: 300, share: 0.25 },
      ],
    },
  ]) {
    const queue = queueOf({ rules: { random: { share: 0.07, by } }, goldShare: 0.15, reviewsWanted: 3, ...SCALE });
    const { id: _, model: __, counts: ___, createdAt: ____, ...content } = queue;
    expect(contentOf(draftOf(queue))).toEqual(content);
  }
  // What was said of a context value is the same by its column.
  const queue = queueOf({ rules: { random: { share: 0.1, by: { context: 'hub', shares: { EWR: 1 } } } } });
  expect(contentOf(draftOf(queue)).rules.random?.by).toEqual({ column: 'context.hub', shares: { EWR: 1 }, bands: [] });
});

test('bands are put in order, a comma counts as a point, and empty lines are left out', () => {
  const strata = ['300', '1,5', ''].map((value, key) => ({ key, value, percent: 10 }));
  const draft = { ...newDraft('m'), stratumColumn: ' distance ', isBanded: true, strata };
  expect(contentOf(draft).rules.random?.by).toEqual({
    column: 'distance',
    shares: {},
    bands: [
      { upTo: 1.5, share: 0.1 },
      { upTo: 300, share: 0.1 },
    ],
  });
});

test('an order of classes is one a line, and only an ordinal scale has one', () => {
  const draft = { ...newDraft('m'), classOrder: ' low \n\nmedium\nhigh, very' };
  expect(contentOf(draft)).toMatchObject({ scale: null, classOrder: [] });
  expect(contentOf({ ...draft, scale: 'ordinal' })).toMatchObject({
    scale: 'ordinal',
    classOrder: ['low', 'medium', 'high, very'],
  });
});
