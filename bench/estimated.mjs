// `npm run bench:estimated`: how good accuracy that is estimated without labels is on months that it was not learnt from. Replays the
// flights of the demo (August to December 2013) through a product of its own, a day in a second, waits for their labels, and prints what
// the page says of each measure: in how many weeks after the learning days the band of 90 % held, and how far the estimate was off beside
// always saying what the learning days had. About ten minutes.
// Flags: --learning-days N (28 to 120).
import { parseArgs } from 'node:util';
import { startImplanta, wait } from './systems.mjs';
import { show, withUndo } from './workload.mjs';

const { values: flags } = parseArgs({ options: { 'learning-days': { type: 'string', default: '42' } } });
const MODEL = 'flight-delay';
const FASTEST = 86_400;

await withUndo(async (undo) => {
  const product = await startImplanta(undo);
  const ask = async (path, method = 'GET', body = undefined) => {
    const answer = await fetch(`${product.url}${path}`, {
      method,
      headers: { ...product.headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  };
  const replay = async () => (await ask('/api/demo')).replays.find(({ model }) => model === MODEL);
  await ask('/api/demo', 'POST');
  while (!(await replay())) await wait(1000);
  await ask('/api/demo', 'PATCH', { speed: FASTEST });
  for (let told = 0; ; await wait(5000)) {
    const { state, sent, total } = await replay();
    if (sent - told > total / 10) {
      told = sent;
      console.log(`${show(sent, 0)} of ${show(total, 0)} flights are sent.`);
    }
    if (state === 'finished') break;
  }
  await product.settle();
  while ((await ask(`/api/models/${MODEL}/performance`)).labels.isPending) await wait(5000);
  const estimated = await ask(`/api/models/${MODEL}/performance/estimated?learningDays=${flags['learning-days']}`);
  if (estimated.missing) throw new Error(`there is no estimate: ${estimated.missing}`);
  const { learning, measures } = estimated;
  console.log(
    `Learnt from ${learning.from} to ${learning.to}: ${learning.days} days, ${show(learning.labelledRows, 0)} labelled rows.`,
  );
  for (const { metric, known, held, error } of measures)
    console.log(
      `${metric.padEnd(18)} band of 90 % held in ${held} of ${known} ${estimated.bucket}s; off by ${show(error.estimate, 3)}, always the learning days' value by ${show(error.constant, 3)}`,
    );
});
process.exit();
