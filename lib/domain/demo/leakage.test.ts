import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inspectOnnx } from '@/lib/pure/onnx/inspect';
import { bytesSource } from '@/lib/pure/onnx/wire';
import { Overlay } from '../registry/schema';

// The flights demo must answer what can be known before a departure: an input that comes later would make it look better than it is.

const folder = path.resolve('demo/flights');
const textOf = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const linesOf = (name: string) =>
  gunzipSync(readFileSync(path.join(folder, name)))
    .toString()
    .trimEnd()
    .split('\n');
const prepare = textOf('prepare.py');
const train = textOf('train.py');

/** What a timetable prints, and what the airport measured an hour earlier. Nothing else may become an input. */
const ALLOWED = {
  schedule: ['carrier', 'origin', 'dest', 'weekday', 'departure_minute', 'arrival_minute', 'distance'],
  weather: ['temperature', 'dew_point', 'humidity', 'wind_speed', 'precipitation', 'pressure', 'visibility'],
};
const KNOWN_LATER = /\b(dep_time|dep_delay|arr_time|arr_delay|air_time|tailnum)\b/;

/** The features that a Python source declares, by where they come from. */
function featuresOf(source: string): Map<string, string> {
  const block = /^FEATURES = \{\n([\s\S]*?)^\}/m.exec(source)?.[1] ?? '';
  return new Map([...block.matchAll(/^ +"(\w+)": "(\w+)",$/gm)].map(([, name = '', from = '']) => [name, from]));
}

/** Statements of a Python source on one line each; brackets join lines. */
function statementsOf(source: string): string[] {
  const statements: string[] = [];
  let open = '';
  for (const line of source.split('\n').filter((text) => !/^\s*(#|""")/.test(text))) {
    open = open ? `${open} ${line.trim()}` : line.trim();
    const depth = (open.match(/[([{]/g)?.length ?? 0) - (open.match(/[)\]}]/g)?.length ?? 0);
    if (depth > 0) continue;
    if (open) statements.push(open);
    open = '';
  }
  return statements;
}

/** Variables and columns whose value hangs on something that is known only after the departure. */
function laterNames(source: string): Set<string> {
  const later = new Set<string>();
  const assignments = statementsOf(source).flatMap((statement) => {
    const found = /^(\w+)(?:(?:\.loc)?\[(?:rows|"(\w+)")\])? [-+*/]?= (.*)$/.exec(statement);
    // Tables carry columns of both kinds; their columns are looked at one by one.
    return found && !/DataFrame\(|\.copy\(\)|\.merge\(/.test(found[3] ?? '')
      ? [{ name: found[2] ?? found[1] ?? '', value: found[3] ?? '' }]
      : [];
  });
  for (let known = -1; known !== later.size; ) {
    known = later.size;
    for (const { name, value } of assignments) if (hangsOnLater(value, later)) later.add(name);
  }
  return later;
}

const hangsOnLater = (expression: string, later: ReadonlySet<string>) =>
  KNOWN_LATER.test(expression) || (expression.match(/\w+/g) ?? []).some((word) => later.has(word));

/** Why a source may not make the model's inputs; empty when every feature is known in time. */
function leaksOf(source: string): string[] {
  const later = laterNames(source);
  const columns = new Map(
    [...source.matchAll(/^ {12}"(\w+)": (.+?),$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return [...featuresOf(source)].flatMap(([name, from]) => {
    const allowed = from === 'schedule' || from === 'weather' ? ALLOWED[from] : [];
    const value = columns.get(name);
    return [
      ...(allowed.includes(name) ? [] : [`${name} is not on the list`]),
      ...(KNOWN_LATER.test(name) ? [`${name} is known only later`] : []),
      ...(value === undefined ? [`${name} is made nowhere`] : []),
      ...(value !== undefined && hangsOnLater(value, later)
        ? [`${name} is computed from what is known only later`]
        : []),
    ];
  });
}

const addFeature = (name: string) => prepare.replace('FEATURES = {\n', `FEATURES = {\n    "${name}": "schedule",\n`);
const addColumn = (source: string, name: string, value: string) =>
  source.replace(/^ {12}"carrier":/m, `            "${name}": ${value},\n            "carrier":`);

test('the features are exactly the list, and each is known before the departure', () => {
  expect([...featuresOf(prepare)]).toEqual([
    ...ALLOWED.schedule.map((name) => [name, 'schedule']),
    ...ALLOWED.weather.map((name) => [name, 'weather']),
  ]);
  expect(leaksOf(prepare)).toEqual([]);
});

test('the weather of a flight is that of the hour before', () => {
  const moved = 'known = pd.to_datetime(table["time_hour"], utc=True) + pd.Timedelta(hours=1)';
  expect(statementsOf(prepare)).toContain(moved);
  expect(prepare).toContain('"known": departure.dt.floor("h"),');
  expect(prepare).toContain('result.merge(observations(), on=["origin", "known"], how="left")');
});

test('a column that is known only later is found, by its name and by what it is computed from', () => {
  expect([...laterNames(prepare)]).toEqual(['arrival']);
  const named = addColumn(addFeature('dep_delay'), 'dep_delay', 'table["dep_delay"]');
  expect(leaksOf(named)).toEqual([
    'dep_delay is not on the list',
    'dep_delay is known only later',
    'dep_delay is computed from what is known only later',
  ]);
  const hidden = prepare.replace('"distance": (table["distance"] * 1.609344)', '"distance": (table["air_time"] * 7)');
  expect(leaksOf(hidden)).toEqual(['distance is computed from what is known only later']);
  const distant = prepare.replace(
    'leaving = minute_of_day(table["sched_dep_time"])',
    'begun = minute_of_day(table["dep_time"])\n    leaving = begun + 0',
  );
  expect(leaksOf(distant)).toEqual(['departure_minute is computed from what is known only later']);
  const column = addColumn(prepare, 'weekday', 'table["speed"]').replace(
    '    leaving =',
    '    table["speed"] = table["distance"] / table["air_time"]\n    leaving =',
  );
  expect([...laterNames(column)]).toContain('speed');
  expect(leaksOf(addFeature('gate_wait'))).toEqual(['gate_wait is not on the list', 'gate_wait is made nowhere']);
});

test('the model, its overlay and every file of rows have these columns and no other', async () => {
  const features = [...featuresOf(prepare).keys()];
  const { inputs } = await inspectOnnx(bytesSource(readFileSync(path.join(folder, 'model.onnx'))));
  expect(inputs.map(({ name }) => name)).toEqual(features);
  const overlay = Overlay.parse(JSON.parse(textOf('overlay.json')));
  expect(overlay.columns.map(({ name }) => name)).toEqual(features);
  expect(overlay.columns.map(({ input }) => input)).toEqual(features);
  for (const example of overlay.examples) expect(Object.keys(example)).toEqual(features);
  expect(linesOf('reference.csv.gz')[0]).toBe(features.join(','));
  expect(linesOf('test.csv.gz')[0]).toBe([...features, 'late', 'day'].join(','));
  for (const name of ['replay.csv.gz', 'history.csv.gz'])
    expect(linesOf(name)[0]).toBe(['at', 'entity', 'label', 'label_at', ...features].join(','));
});

test('training, test and replay follow each other and share no day', () => {
  const cutOff = /^CUT_OFF = "(\d{4}-\d{2}-\d{2})"$/m.exec(train)?.[1] ?? '';
  expect(cutOff).toBe('2013-06-30');
  expect(train).toContain('table[(months <= 6) & labelled], table[(months == 7) & labelled], table[months >= 8]');
  const testDays = linesOf('test.csv.gz')
    .slice(1)
    .map((line) => line.slice(line.lastIndexOf(',') + 1))
    .sort();
  const newYork = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' });
  const moments = linesOf('replay.csv.gz')
    .slice(1)
    .map((line) => line.slice(0, line.indexOf(',')))
    .sort();
  const before = linesOf('history.csv.gz')
    .slice(1)
    .map((line) => line.slice(0, line.indexOf(',')))
    .sort();
  expect((before.at(-1) ?? '') < (moments[0] ?? '')).toBe(true);
  expect(testDays[0] && testDays[0] > cutOff).toBe(true);
  expect(newYork.format(new Date(moments[0] ?? 0)) > (testDays.at(-1) ?? '')).toBe(true);
});
