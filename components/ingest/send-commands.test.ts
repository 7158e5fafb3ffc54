import { expect, test } from 'vitest';
import { sendCommands } from './send-commands';

const of = {
  url: 'http://here',
  model: "a'b",
  columns: [
    { name: 'time', kind: 'number' as const, categories: [] },
    { name: "it's", kind: 'category' as const, categories: ['a,b'] },
  ],
  classes: ['no', 'yes'],
};

test('writes lines for a shell, with fields of its own apart from columns of the same name', () => {
  const [json, csv, , labels] = sendCommands(of);
  expect(json?.code).toContain("'http://here/api/ingest?model=a'b'".replace("a'b", "a'b"));
  expect(json?.code).toContain(`"inputs.time":1,"it'\\''s":"a,b","prediction":"yes","score":0.75`);
  expect(csv?.code).toContain(`id,inputs.time,it'\\''s,prediction,score\nrow-2,1,"a,b",yes,0.75`);
  expect(labels?.code).toContain('id,label\nrow-1,no');
});

test('a regression has a number for an answer', () => {
  expect(sendCommands({ ...of, classes: [] })[0]?.code).toContain('"prediction":1}');
});
