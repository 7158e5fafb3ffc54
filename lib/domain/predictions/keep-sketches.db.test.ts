import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { emptyDatabase } from '@/app/api/test-project';
import { migrate } from '@/lib/platform/migrate';
import { sketchFromText } from '@/lib/pure/stats/dd-sketch';

const SKETCHES = '20261129180000_sketch_text';

test('a sketch that was kept as JSON is the same sketch as text', async () => {
  const older = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-migrations-'));
  fs.cpSync('prisma/migrations', older, { recursive: true, filter: (file) => !file.endsWith(SKETCHES) });
  const url = await emptyDatabase(older);
  const client = new pg.Client({ connectionString: url });
  const [id, pairs] = [
    randomUUID(),
    [
      [240, 1],
      [-3, 7],
      [-2, 5],
      [241, 2],
    ],
  ];
  try {
    await client.connect();
    await client.query("select set_config('app.system', 'on', false)");
    for (const [version, latency] of [
      [1, { zeros: 2, bins: pairs }],
      [2, { zeros: 0, bins: [] }],
    ])
      await client.query(
        `insert into prediction_rollups (spool, project_id, model_id, version_number, route, origin, grain, at, calls, rows, errors, latency, features, outputs)
         values ($1, $1, $1, $2, 'champion', 'api', 'day', now(), 17, 17, '{}', $3, '{}', '{}')`,
        [id, version, latency],
      );
    await client.query(
      `insert into performance_days (project_id, model_id, version_number, route, day, own_day, source, measures, updated_at)
       values ($1, $1, 1, 'champion', now(), now(), 'complete', $2, now())`,
      [id, { n: 17, delayMs: { zeros: 2, bins: pairs } }],
    );
    expect(await migrate(url, 'prisma/migrations')).toEqual([SKETCHES]);
    const { rows } = await client.query('select latency from prediction_rollups order by version_number');
    expect(rows).toEqual([{ latency: '2 -3 7 5 -241 1 2' }, { latency: '0' }]);
    expect(sketchFromText(rows[0].latency)).toMatchObject({ count: 17, zeros: 2, first: -3 });
    const { rows: days } = await client.query('select measures from performance_days');
    expect(days).toEqual([{ measures: { n: 17, delayMs: '2 -3 7 5 -241 1 2' } }]);
  } finally {
    await client.end();
    fs.rmSync(older, { recursive: true, force: true });
  }
});
