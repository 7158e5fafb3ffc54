import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { expect, test } from '@playwright/test';
import { call, makeKey } from './operator';
import { choose, openAs, SLUG } from './people';

const demo = path.resolve(import.meta.dirname, '../demo/weather');

test('test rows with the truth give the share that is right, beside simple rules', async ({ browser }) => {
  const csv = zlib.gunzipSync(fs.readFileSync(path.join(demo, 'test.csv.gz'))).toString();
  const [header = '', ...lines] = csv.trim().split('\n');
  const names = header.split(',');
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])));

  const answer = await call(makeKey('evaluation', 'predict'), 'POST', '/api/models/seattle-weather/predict', {
    rows: rows.map(({ precipitation, temp_max, temp_min, wind }) =>
      Object.fromEntries(
        Object.entries({ precipitation, temp_max, temp_min, wind }).map(([name, text]) => [name, Number(text)]),
      ),
    ),
  });
  const { predictions } = await answer.json();
  const right = rows.filter((row, at) => row.weather === predictions[at].label).length;

  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/seattle-weather/versions/1/evaluation`);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'test.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await choose(page, 'Column of the truth', 'weather');
  await choose(page, 'Rows that belong together', 'day');
  await page.getByRole('button', { name: 'Evaluate rows' }).click();
  const share = `${((100 * right) / rows.length).toFixed(1)}%`;
  await expect(page.getByText(`Right ${share} of the time.`, { exact: true })).toBeVisible();
  await expect(page.getByText(`n = ${rows.length}`).first()).toBeVisible();
  const beside = page.getByRole('table', { name: 'Beside simple answers' });
  await expect(beside.getByRole('row', { name: /^Majority class/ })).toBeVisible();
  await expect(beside.getByRole('row', { name: /^Best single-feature rule/ })).toBeVisible();
  await page.context().close();
});
