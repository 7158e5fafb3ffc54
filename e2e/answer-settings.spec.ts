import { expect, type Page, test } from '@playwright/test';
import { decodeTensors } from '@/lib/domain/serving/logged-tensors';
import { ask, call, drained, makeKey } from './operator';
import { expectHealthy, openAs, SLUG } from './people';

const MODEL = 'flight-delay';
const COSTS = { falsePositive: 1, falseNegative: 4 };

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let key = '';
let number = 0;
let at = '';
let row: Record<string, unknown> = {};
let classes: string[] = [];

interface Answer {
  status: number;
  settings: string | null;
  label: string;
  score: number;
  abstained: boolean;
  id: string;
}

async function predict(): Promise<Answer> {
  const answer = await call(key, 'POST', `/api/models/${MODEL}/predict`, { rows: [row] });
  const { predictions } = await answer.json();
  const [said] = predictions;
  return {
    status: answer.status,
    settings: answer.headers.get('x-answer-settings'),
    label: said.label,
    score: said.probabilities[classes[1] ?? ''],
    abstained: said.abstained === true,
    id: said.id,
  };
}

test.beforeAll(async () => {
  key = makeKey('answer settings', 'predict,read,write');
  const model = await (await call(key, 'GET', `/api/models/${MODEL}`)).json();
  number = model.champion;
  at = `/p/${SLUG}/models/${MODEL}/versions/${number}/settings`;
  const overlay = await (await call(key, 'GET', `/api/models/${MODEL}/versions/${number}/overlay`)).json();
  row = overlay.saved.content.examples[0];
  const settings = await (await call(key, 'GET', `/api/models/${MODEL}/versions/${number}/settings`)).json();
  classes = settings.classes.map(({ label }: { label: string }) => label);
  expect(settings.kinds).toEqual(['threshold', 'calibration', 'margin']);
});

/** Rows of the last 90 days that callers got, by the log: how many there are, and how many a threshold would change. */
async function logged(threshold: number): Promise<{ rows: number; changed: number }> {
  const calls = await ask<{ rows: number; outcomes: string[]; tensors: Buffer }>(
    `select p.rows, p.outcomes, p.tensors from predictions p join models m on m.id = p.model_id
     where m.name = $1 and p.version_number = $2 and p.shadow_of is null and p.origin <> 'try'
       and p.received_at > now() - interval '90 days' order by p.id`,
    [MODEL, number],
  );
  let [rows, changed] = [0, 0];
  for (const { outcomes, tensors, rows: all } of calls) {
    const { outputs } = decodeTensors(tensors);
    const scores = Object.values(outputs).find(({ shape }) => shape[1] === 2)?.data ?? [];
    for (let i = 0; i < all; i++) {
      rows += 1;
      const would = classes[Number(scores[2 * i + 1]) >= Math.fround(threshold) ? 1 : 0];
      if (would !== outcomes[i]) changed += 1;
    }
  }
  return { rows, changed };
}

const fill = async (page: Page, label: string | RegExp, value: string) => {
  const field = page.getByRole('textbox', { name: label });
  await field.fill(value);
  await field.blur();
};

test('a threshold is proposed from costs, previewed, and in force for the next call', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(at);
  await expect(page.getByText('The file’s own answers, unchanged.')).toBeVisible();
  await fill(page, /^Cost of a missed/, String(COSTS.falseNegative));
  await page.getByRole('button', { name: 'Propose from costs' }).click();
  const proposed = page.getByRole('table', { name: 'Proposed' });
  await expect(proposed.getByRole('row', { name: /^Cost per row/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/Told on .* labelled rows of/)).toBeVisible();
  const threshold = Number(await page.getByRole('textbox', { name: /^Threshold of/ }).inputValue());
  expect(threshold).toBeGreaterThan(0);
  expect(threshold).toBeLessThan(0.5);

  const before = await logged(threshold);
  await page.getByRole('button', { name: 'Preview' }).click();
  const sentence = page.getByText(/rows would get another answer/);
  await expect(sentence).toBeVisible({ timeout: 60_000 });
  const [changed = 0, rows = 0] = (((await sentence.textContent()) ?? '').replaceAll(',', '').match(/\d+/g) ?? []).map(
    Number,
  );
  await drained();
  const after = await logged(threshold);
  // Replayed flights may come in between: what the page says lies between both readings.
  expect(rows).toBeGreaterThanOrEqual(before.rows);
  expect(rows).toBeLessThanOrEqual(after.rows);
  expect(changed).toBeGreaterThanOrEqual(before.changed);
  expect(changed).toBeLessThanOrEqual(after.changed);
  expect(changed).toBeGreaterThan(0);
  await expect(
    page.getByRole('table', { name: 'With labels' }).getByRole('row', { name: /^Cost per row/ }),
  ).toBeVisible();
  await expect(page.getByRole('table', { name: 'Rows that change' }).getByRole('link').first()).toHaveAttribute(
    'href',
    /\/predictions\//,
  );

  // The row of the form decides by whichever side of the threshold it lies on, so that the threshold is put under it.
  const plain = await predict();
  expect(plain.settings).toBeNull();
  const under = Math.max(0.001, plain.score - 0.001);
  await fill(page, /^Threshold of/, under.toFixed(4));
  await fill(page, /^Reason/, 'a missed delay costs four times a false one');
  await page.getByRole('button', { name: 'Put in force', exact: true }).click();
  await expect(page.getByText(/^Number \d+ in force$/)).toBeVisible();
  const answered = await predict();
  expect(answered).toMatchObject({ status: 200, label: classes[1], score: plain.score });
  expect(answered.settings).not.toBeNull();
  await expectHealthy(page);
});

test('too close to call is answered, shown on the page of the row, and undone with the threshold', async ({
  browser,
}) => {
  const page = await openAs(browser, 'scientist');
  const { score } = await predict();
  await page.goto(at);
  await fill(page, 'Nearer than', '0.05');
  await fill(page, /^Reason/, 'people look at these');
  await page.getByRole('button', { name: 'Put in force', exact: true }).click();
  await expect(page.getByText('Answers nearer than 0.05 to another one are too close to call.').first()).toBeVisible();
  await expect.poll(async () => (await predict()).abstained).toBe(true);
  const close = await predict();
  expect(close.score).toBe(score);
  await drained();
  const [kept] = await ask<{ settings_number: number; abstained: number[] }>(
    'select settings_number, abstained from predictions where id = $1',
    [close.id.slice(0, 36)],
  );
  expect(kept).toEqual({ settings_number: Number(close.settings), abstained: [0] });
  await page.goto(`/p/${SLUG}/predictions/${close.id}`);
  await expect(page.getByText('too close to call')).toBeVisible();
  await expect(page.getByRole('link', { name: `number ${kept?.settings_number}` })).toHaveAttribute('href', at);

  await page.goto(at);
  const history = page.getByRole('table', { name: 'History' });
  await history.getByRole('row').last().getByRole('button', { name: 'Put in force again' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('as before');
  await dialog.getByRole('button', { name: 'Put in force again' }).click();
  await expect(page.getByText('The file’s own answers, unchanged.').first()).toBeVisible();
  const back = await predict();
  expect([back.settings, back.abstained, back.score]).toEqual([null, false, score]);
  const [audit] = await ask<{ action: string; reason: string }>(
    `select action, after ->> 'reason' as reason from audit_events where object = $1 order by id desc limit 1`,
    [`model:${MODEL}/${number}`],
  );
  expect(audit).toEqual({ action: 'answer-settings.undo', reason: 'as before' });
  await expectHealthy(page);
});
