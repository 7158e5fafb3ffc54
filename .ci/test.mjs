// `npm test`: everything, in the order in which a fault is cheapest. Ends with one line: N passed, N failed.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-reports-'));
let passed = 0;
let failed = 0;

function run(title, args, env = {}) {
  console.log(`\n== ${title}`);
  const began = Date.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  console.log(`== ${title}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return status === 0;
}

/** A step that is one check. */
function check(title, args) {
  if (run(title, args)) passed += 1;
  else failed += 1;
}

/** Counts come from the runner's own report; a runner that dies without one is a failure. */
function suite(title, args, report, count, env) {
  const isGreen = run(title, args, env);
  let counts = { passed: 0, failed: 0 };
  try {
    counts = count(JSON.parse(fs.readFileSync(report, 'utf8')));
  } catch {
    console.log(`== ${title} left no report`);
  }
  passed += counts.passed;
  failed += counts.failed;
  if (!isGreen && counts.failed === 0) failed += 1;
  if (counts.passed + counts.failed === 0) failed += 1;
}

function vitest(project) {
  const report = path.join(reports, `${project}.json`);
  suite(
    `tests: ${project}`,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      '.config/vitest.ts',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    report,
    (json) => ({ passed: json.numPassedTests, failed: json.numTotalTests - json.numPassedTests }),
  );
}

function playwright(chromium) {
  const report = path.join(reports, 'e2e.json');
  suite(
    'tests: end to end',
    ['node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e'],
    report,
    // A test that passed only when tried again is a failure: it hides a bug.
    ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }),
    { PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROMIUM: chromium },
  );
}

check('database client', ['server/build.mjs', '--prisma']);
check('style and rules', ['node_modules/@biomejs/biome/bin/biome', 'check', '--diagnostic-level=error']);
check('types', ['server/build.mjs', '--types']);
vitest('unit');
vitest('db');
check('build', ['server/build.mjs']);
const chromium = findChromium();
if (chromium) playwright(chromium);
else {
  console.log('\nThere is no Chromium, and none could be installed: the end-to-end tests did not run.');
  failed += 1;
}
fs.rmSync(reports, { recursive: true, force: true });
if (process.env.WITHOUT_PYTHON === '1')
  console.log('\nWITHOUT_PYTHON=1: nothing that needs Python ran, real clients and pasted Python code among it.');
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
