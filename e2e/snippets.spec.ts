import { spawnSync } from 'node:child_process';
import { expect, type Page, test } from '@playwright/test';
import { ask, call, makeKey } from './operator';
import { openAs, SLUG } from './people';

/** Runs code as a person would who pasted it: with the key in the environment and nothing else changed. */
function run(program: string, args: string[], code: string, key: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input: code,
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, IMPLANTA_KEY: key },
  });
  if (error) throw error;
  expect(status, `${program} failed:\n${code}\n${stderr}`).toBe(0);
  return stdout;
}

const LANGUAGES = [
  { tab: 'curl', program: 'bash', args: ['-s'] },
  { tab: 'Python', program: 'python3', args: ['-'] },
  { tab: 'TypeScript', program: process.execPath, args: ['--input-type=module', '-'] },
] as const;

const withoutPython = process.env.WITHOUT_PYTHON === '1';

async function codeOf(page: Page, title: string, tab: string): Promise<string> {
  await page.getByRole('group', { name: title }).getByRole('radio', { name: tab }).click();
  return (
    (await page
      .getByRole('region', { name: `${title}, ${tab}` })
      .locator('pre')
      .textContent()) ?? ''
  );
}

/** What is compared: the numbers and classes of the answer, without ids and times. */
const answersOf = (printed: string): unknown => {
  const parsed = JSON.parse(printed);
  const rows = parsed.predictions ?? parsed.outputs ?? parsed;
  return rows.map(({ id: _, ...rest }: Record<string, unknown>) => rest);
};

for (const model of ['flight-delay', 'seattle-weather'])
  test(`the code on the API page of ${model} runs as pasted, in each language with the same answer`, async ({
    browser,
  }) => {
    const key = makeKey(`snippets ${model}`, 'predict');
    const page = await openAs(browser, 'scientist');
    await page.goto(`/p/${SLUG}/models/${model}/api`);
    for (const title of ['Rows with named fields', 'Open Inference, tensors']) {
      const answers: unknown[] = [];
      for (const { tab, program, args } of LANGUAGES) {
        if (tab === 'Python' && withoutPython) continue;
        answers.push(answersOf(run(program, [...args], await codeOf(page, title, tab), key)));
      }
      expect(answers[0]).toBeTruthy();
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
    await page.context().close();
  });

test('Next answers a prediction without the gateway in front, by key and by session', async ({ browser }) => {
  const key = makeKey('web alone', 'predict');
  const page = await openAs(browser, 'user');
  await page.goto(`/p/${SLUG}/models/seattle-weather/try`);
  const cookies = await page.context().cookies();
  const session = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const row = { precipitation: 0, temp_max: 12.8, temp_min: 5, wind: 4.7 };
  const address = `${process.env.E2E_WEB_URL}/api/models/seattle-weather/predict`;
  const send = (headers: Record<string, string>, rows: object[] = [row]) =>
    fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ rows }),
    });

  const byKey = await send({ authorization: `Bearer ${key}` });
  expect(byKey.status, await byKey.clone().text()).toBe(200);
  const person = { cookie: session, origin: String(process.env.E2E_WEB_URL), 'x-project': SLUG };
  const bySession = await send(person);
  expect(bySession.status, await bySession.clone().text()).toBe(200);
  expect((await bySession.json()).predictions[0].label).toBe((await byKey.json()).predictions[0].label);
  expect((await send({})).status).toBe(401);

  const refused = await send(person, [{}]);
  expect(refused.status).toBe(422);
  const { requestId } = await refused.json();
  await expect
    .poll(() => ask('select status, protocol from prediction_errors where request_id = $1', [requestId]))
    .toEqual([{ status: 422, protocol: 'api' }]);
  await page.context().close();
});

test('metrics count the calls, in the text that Prometheus reads', async () => {
  const key = makeKey('metrics', 'predict,read');
  const model = 'seattle-weather';
  const body = { rows: [{ precipitation: 0, temp_max: 12.8, temp_min: 5, wind: 4.7 }] };
  const read = async () => {
    const text = await (await call(key, 'GET', '/metrics')).text();
    const lines = text.trimEnd().split('\n');
    for (const line of lines)
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [0-9.e+-]+)$/);
    return (name: string) =>
      lines
        .filter((line) => line.startsWith(`${name}{`) && line.includes(`"${model}"`))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
  const before = await read();
  for (let i = 0; i < 3; i++) {
    const answer = await call(key, 'POST', `/api/models/${model}/predict`, body);
    expect(answer.headers.get('server-timing')).toMatch(
      /^queue;dur=\d+(\.\d{1,3})?, infer;dur=\d+(\.\d{1,3})?, total;dur=\d+(\.\d{1,3})?$/,
    );
  }
  expect((await call(key, 'POST', `/api/models/${model}/predict`, { rows: [{}] })).status).toBe(422);
  const after = await read();
  const grown = (name: string) => after(name) - before(name);
  expect(grown('model_infer_request_success_total')).toBeGreaterThanOrEqual(3);
  expect(grown('model_infer_request_failure_total')).toBeGreaterThanOrEqual(1);
  for (const name of ['request_predict_seconds_count', 'request_queue_seconds_count', 'nv_inference_request_success'])
    expect(grown(name), name).toBe(grown('model_infer_request_success_total'));
  expect(grown('model_batch_rows_count')).toBe(grown('nv_inference_exec_count'));
});
