import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { pythonOf } from './clients/python-environment';
import { ask, call, makeKey, registerExample, saveDataset } from './operator';
import { choose, expectHealthy, openAs, SLUG } from './people';

const MODEL = 'learning-outside';
const AT = `/p/${SLUG}/models/${MODEL}`;
const DATASET = 'Flights for a script';
const ROOT = path.resolve(import.meta.dirname, '..');

/** Wind decides, but for every seventh row. */
const rows = Array.from({ length: 300 }, (_, i) => {
  const wind = (i * 37) % 30;
  const isLate = i % 7 === 0 ? wind <= 15 : wind > 15;
  return [['AA', 'DL', 'UA'][i % 3], wind, isLate ? 'late' : 'on time'].join(',');
});

let key = '';
let modelId = '';
let page: Page;
let runner: ChildProcess;
let said = '';

/** A runner with a script, as its user starts it. */
function startRunner(script: string, url: string) {
  const python = pythonOf('exporters', path.join(import.meta.dirname, 'exporters/exporters.txt'));
  runner = spawn(
    python,
    ['-m', 'implanta', 'runner', '--url', url, '--script', script, '--name', 'gpu-7', '--every', '0.5'],
    {
      cwd: path.join(ROOT, 'python'),
      env: { ...process.env, IMPLANTA_KEY: key },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [runner.stdout, runner.stderr])
    stream?.on('data', (part: Buffer) => {
      said += part.toString();
    });
}

if (process.env.WITHOUT_PYTHON !== '1')
  test.describe('a trainer outside', () => {
    test.describe.configure({ mode: 'serial' });

    test.beforeAll(async () => {
      test.setTimeout(300_000);
      key = makeKey('outside-trainer', 'write,read,predict');
      await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
      await registerExample(key, 'iris_logreg_zipmap', MODEL);
      modelId = (await (await call(key, 'GET', `/api/models/${MODEL}`)).json()).id;
      await saveDataset(key, DATASET, ['carrier,wind,late', ...rows].join('\n'));
    });
    test.afterAll(() => {
      runner?.kill('SIGTERM');
    });

    test('a scientist lets the model learn with a script of their own', async ({ browser }) => {
      page = await openAs(browser, 'scientist');
      await page.goto(`${AT}/training`);
      await page.getByRole('button', { name: 'Write the recipe' }).click();
      const panel = page.getByRole('dialog', { name: `How ${MODEL} learns` });
      await choose(panel, 'Dataset', new RegExp(DATASET));
      await choose(panel, 'Algorithm', /Your own Python/);
      await expect(panel.getByText('python -m implanta runner')).toBeVisible();
      await panel.getByRole('textbox', { name: /^Parameters/ }).fill('C');
      await panel.getByRole('button', { name: 'Save the recipe' }).click();
      await expect(panel.getByText('Line 1 is no “name = value”')).toBeVisible();
      await panel.getByRole('textbox', { name: /^Parameters/ }).fill('C = 0.5');
      await panel.getByRole('button', { name: 'Save the recipe' }).click();
      await expect(panel).toBeHidden();
      await expect(page.getByText('C = 0.5')).toBeVisible();
      await page.getByRole('button', { name: 'Train now' }).click();
      await page.getByRole('link', { name: 'Run 1', exact: true }).click();
      await expect(page.getByText('Waits for a trainer').first()).toBeVisible();
      await expectHealthy(page);
    });

    test('a runner takes the run, and what scikit-learn made of it becomes a version that answers', async ({
      baseURL,
    }) => {
      test.setTimeout(180_000);
      startRunner(path.join(ROOT, 'python/examples/train.py'), baseURL ?? '');
      await expect(page.getByRole('link', { name: 'Open version 2' }), said).toBeVisible({ timeout: 150_000 });
      const [run] = await ask<{
        outside: { name: string; environment: Record<string, string>; measures: { value: number }[] };
      }>('select outside from training_runs where model_id = $1 and number = 1', [modelId]);
      expect(run?.outside).toMatchObject({ name: 'gpu-7', environment: { 'scikit-learn': '1.7.2' } });
      const auc = run?.outside.measures[0]?.value ?? 0;
      expect(auc).toBeGreaterThan(0.7);
      const measures = page.getByRole('table', { name: 'Measures the trainer told' });
      await expect(measures.getByRole('row', { name: /ROC AUC/ })).toContainText(String(Number(auc.toPrecision(4))));
      await expect(page.getByRole('region', { name: 'Lines of the log' })).toContainText(
        '300 rows, 1 columns of numbers, 1 of texts',
      );
      await expectHealthy(page);
      const answer = await call(key, 'POST', `/v2/models/${MODEL}/versions/2/infer`, {
        inputs: [
          { name: 'carrier', shape: [1, 1], datatype: 'BYTES', data: ['UA'] },
          { name: 'wind', shape: [1, 1], datatype: 'FP32', data: [29] },
        ],
      });
      expect(answer.status, await answer.clone().text()).toBe(200);
      expect(await answer.text()).toContain('late');
    });

    test('a script that hangs is ended when somebody stops its run', async ({ baseURL }) => {
      test.setTimeout(120_000);
      runner.kill('SIGTERM');
      await expect.poll(() => runner.exitCode).toBe(0);
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-script-'));
      const script = path.join(folder, 'train.py');
      const sign = path.join(folder, 'pid');
      fs.writeFileSync(
        script,
        [
          'import os, time',
          `open(${JSON.stringify(sign)}, "w").write(str(os.getpid()))`,
          'print("begun")',
          'time.sleep(3600)',
        ].join('\n'),
      );
      await call(key, 'POST', `/api/models/${MODEL}/retrain`, {});
      startRunner(script, baseURL ?? '');
      await page.goto(`${AT}/training/2`);
      await expect(page.getByRole('region', { name: 'Lines of the log' })).toContainText('begun', { timeout: 60_000 });
      await expect(page.getByText('With its trainer').first()).toBeVisible();
      const pid = Number(fs.readFileSync(sign, 'utf8'));
      const isAlive = () => {
        try {
          return process.kill(pid, 0);
        } catch {
          return false;
        }
      };
      expect(isAlive()).toBe(true);
      await page.getByRole('button', { name: 'Stop' }).click();
      await expect(page.getByText('Stopped').first()).toBeVisible();
      await expect.poll(isAlive, { timeout: 20_000 }).toBe(false);
      fs.rmSync(folder, { recursive: true, force: true });
    });
  });
