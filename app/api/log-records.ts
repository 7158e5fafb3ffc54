import { randomBytes } from 'node:crypto';
import { encodeTensors, type PredictionRecord } from '@/lib/domain/serving';
import { uuid7Floor } from '@/lib/platform/uuid7';

/** A UUIDv7 of any moment, apart from those that the process gives out in order. */
export function idAt(ms: number): string {
  const random = randomBytes(8).toString('hex');
  return `${uuid7Floor(ms).slice(0, 14)}7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(4).padEnd(12, '0')}`;
}

/** A record as a gateway would spool it: one call on the model of `mixed_columns`, one row per age. */
export function logRecord(
  of: { projectId: string; modelId: string },
  more: Partial<PredictionRecord> & { ages?: readonly number[] } = {},
): PredictionRecord {
  const { ages = [50], ...rest } = more;
  const t = rest.t ?? Date.now();
  const rows = ages.length;
  const texts = (value: string) => ({ shape: [rows, 1], data: ages.map(() => value) });
  const record = {
    k: 'p' as const,
    id: idAt(t),
    p: of.projectId,
    m: of.modelId,
    n: 1,
    t,
    rows,
    route: 'champion' as const,
    origin: 'api' as const,
    protocol: 'v2' as const,
    caller: null,
    req: null,
    lat: 1500,
    q: 100,
    run: 900,
    o: ages.map((age) => (age > 50 ? 'fast' : 'slow')),
    inputs: {
      age: { shape: [rows, 1], data: [...ages] },
      sex: texts('a'),
      bmi: { shape: [rows, 1], data: ages.map(() => 24.5) },
      s5: { shape: [rows, 1], data: ages.map(() => 4.5) },
      pressure_band: texts('raised'),
      glucose_band: texts('low'),
    },
    outputs: {},
    ctx: null,
    idem: null,
    ...rest,
  };
  return { ...record, tensors: encodeTensors(Object.entries(record.inputs), Object.entries(record.outputs)) };
}
