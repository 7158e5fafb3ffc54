import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { emptyDatabase } from '@/app/api/test-project';
import { migrate } from '@/lib/platform/migrate';
import { uuid7 } from '@/lib/platform/uuid7';
import { decodeTensors } from '../serving';

const TENSORS = '20261124180000_tensors';

test('what was logged as JSON before tensors became bytes is read as it was', async () => {
  const older = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-migrations-'));
  for (const name of fs.readdirSync('prisma/migrations'))
    if (name < TENSORS) fs.cpSync(path.join('prisma/migrations', name), path.join(older, name), { recursive: true });
  const url = await emptyDatabase(older);
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(
      "select ensure_prediction_partition(current_date); select set_config('app.system', 'on', false)",
    );
    const inputs = { x: { shape: [1, 2], data: [16.1, null] }, who: { shape: [1], data: ['ç "quoted" \\'] } };
    const outputs = { label: { shape: [1], sha256: 'ab' } };
    const id = uuid7();
    await client.query(
      `insert into predictions (id, project_id, model_id, version_number, received_at, rows, route, origin, protocol, latency_us, queue_us, run_us, outcomes, inputs, outputs, truncated)
       values ($1, $2, $2, 1, now(), 1, 'champion', 'api', 'v2', 1, 1, 1, '{a}', $3, $4, false)`,
      [id, randomUUID(), inputs, outputs],
    );
    expect((await migrate(url, 'prisma/migrations'))[0]).toBe(TENSORS);
    const { rows } = await client.query('select tensors from predictions where id = $1', [id]);
    expect(decodeTensors(rows[0].tensors)).toEqual({ inputs, outputs });
  } finally {
    await client.end();
    fs.rmSync(older, { recursive: true, force: true });
  }
});
