import { gunzipSync } from 'node:zlib';
import type { Product } from '../product';
import { type Compared, compare, tellComparison } from './compare';
import { FlightFeed } from './flight-feed';
import { demoFile, type Flight } from './flights';
import { trainOpposite } from './opposite-model';
import { askPromotion, followPromotion, type Promotion, passMinute, RULES } from './promote';
import { type People, setUpPeople } from './set-up-people';
import { dateOf, percent, type Teller, whole } from './teller';
import { datasetOfLog, type FinishedRun, findFinishedRun, registerFirstFile, saveRecipe, startRun } from './train';
import { until } from './until';
import { callOnDrift, checkDrift, firstAlarm } from './watch-drift';

const MODEL = 'flight-delay';
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const ROWS_A_CALL = 200;
/** Triggers are looked at once a minute, and a run takes seconds. */
const RUN_SECONDS = 400;
const day = (month: number, date = 1) => Date.UTC(2013, month - 1, date);

/** What the steps of the loop share. */
interface Play {
  people: People;
  feed: FlightFeed;
  teller: Teller;
  flights: readonly Flight[];
  champion: number;
  datasetId: string;
  /** Labelled rows that the champion answered beside a challenger, and those of them that were right, up to each look. */
  looks: { atMs: number; n: number; right: number }[];
}

export async function playLoop(product: Product, flights: readonly Flight[], teller: Teller): Promise<void> {
  const people = await setUpPeople(product);
  const feed = new FlightFeed(people.program, MODEL, flights);
  const play: Play = { people, feed, teller, flights, champion: 1, datasetId: '', looks: [] };
  await learnFirst(play);
  const drift = await untilDriftCalls(play);
  const early = await tryChallenger(play, drift.run.versionNumber, day(6, 17));
  if (early.verdict === 'better') await promote(play, drift.run.versionNumber, early);
  else stays(play, drift.run.versionNumber, early);
  const late = await untilAccuracyCalls(play, drift.run.versionNumber);
  // A promotion takes weeks of flights: what was learnt after it may know July.
  if (Date.parse(late.pinned.cutOff ?? '') < day(7)) await examine(play, [2, late.versionNumber]);
  const compared = await tryChallenger(play, late.versionNumber, day(10));
  teller.expect(nowOf(play), compared.verdict === 'better', 'the version that learnt January to June is proven better');
  if (compared.verdict === 'better') {
    const doneMs = await promote(play, late.versionNumber, compared);
    tellTimes(teller, { called: drift, doneMs });
  }
  await tryTheSameAgain(play, late);
  await breakOne(play);
}

const nowOf = ({ feed }: Play): number => feed.nextMs ?? day(12, 31);

/** January to March pass; the first version that counts learns them and becomes champion. */
async function learnFirst(play: Play): Promise<void> {
  const { people, feed, teller, flights } = play;
  const { scientist, administrator } = people;
  teller.chapter('A version learns January to March');
  await registerFirstFile(scientist, MODEL);
  await feed.play(day(4), ROWS_A_CALL);
  const sent = flights.filter(({ atMs }) => atMs < day(4)).length;
  teller.say(
    day(4),
    `${whole(sent)} flights are in the log with their labels; the file that answered them is judged nowhere`,
  );
  play.datasetId = await datasetOfLog(scientist, MODEL, 'Flights of the log', new Date(day(4)).toISOString());
  await saveRecipe(scientist, MODEL, play.datasetId);
  const { number } = await startRun(scientist, MODEL, 'the first one');
  const run = await until('the first run', RUN_SECONDS, () => findFinishedRun(scientist, MODEL, number));
  teller.say(day(4), tellRun(run));
  await administrator.ask('POST', `/api/models/${MODEL}/versions/${run.versionNumber}/champion`);
  play.champion = run.versionNumber;
  await administrator.ask('PUT', '/api/promotion-rules', RULES);
}

interface Called {
  run: FinishedRun;
  /** Day of the first flights that were called unusual, and the day on which somebody looked. */
  alarmDay: string;
  calledMs: number;
  seconds: number;
}

/** Weeks pass until the product's own rule calls and its own trigger has trained. */
async function untilDriftCalls(play: Play): Promise<Called> {
  const { people, feed, teller } = play;
  const { scientist } = people;
  teller.chapter('Months pass, and drift calls');
  const ruleId = await callOnDrift(scientist, MODEL);
  for (let atMs = day(4) + WEEK_MS; ; atMs += WEEK_MS) {
    await feed.play(atMs, ROWS_A_CALL);
    const { rule, isOpen } = await checkDrift(scientist, MODEL, ruleId);
    const { value = null } = rule.last ?? {};
    teller.say(
      atMs,
      value === null
        ? 'the watch learns what flights look like'
        : `a day like the last one: 1 in ${whole(Math.round(value))}`,
    );
    if (!isOpen) {
      if (atMs >= day(7)) throw new Error('drift did not call before July');
      continue;
    }
    const seconds = teller.seconds;
    const alarm = await firstAlarm(scientist, MODEL);
    teller.say(atMs, `drift has called since ${alarm?.day}: ${alarm?.moved.join(', ')}; an incident is open`);
    const run = await until('the run by the trigger', RUN_SECONDS, () => findFinishedRun(scientist, MODEL, 2));
    teller.say(atMs, tellRun(run));
    teller.expect(
      atMs,
      run.startedBy.reason?.kind === 'incident',
      `nobody started run ${run.number}: the trigger did, by the rule "${run.startedBy.reason?.rule}"`,
    );
    return { run, alarmDay: alarm?.day ?? dateOf(atMs), calledMs: atMs, seconds };
  }
}

const tellRun = ({ number, pinned, versionNumber }: FinishedRun): string =>
  `run ${number} learnt ${whole(pinned.rows)} flights up to ${pinned.cutOff?.slice(0, 16)} and made version ${versionNumber}`;

/** Lets a version answer beside the champion, and looks at the verdict after each week until it is proven or the time is over. */
async function tryChallenger(play: Play, version: number, untilMs: number): Promise<Compared> {
  const { people, feed, teller, champion } = play;
  const pair = { a: champion, b: version };
  teller.chapter(`Version ${version} answers the same flights as the shadow of version ${champion}`);
  await people.scientist.ask('PUT', `/api/models/${MODEL}/deployment`, { newVersions: 'wait', shadow: version });
  let atMs = Math.floor(nowOf(play) / DAY_MS) * DAY_MS;
  for (;;) {
    atMs = Math.min(untilMs, atMs + WEEK_MS);
    await feed.play(atMs, ROWS_A_CALL);
    const compared = await compare(people.scientist, MODEL, pair);
    teller.say(atMs, tellComparison(compared, pair));
    const { n = 0, a = 0 } = compared.scores ?? {};
    play.looks.push({ atMs, n, right: a * n });
    if (compared.verdict === 'better' || compared.verdict === 'worse' || atMs >= untilMs) return compared;
  }
}

function stays(play: Play, version: number, { verdict }: Compared): void {
  play.teller.say(nowOf(play), `version ${version} is ${verdict}: nobody asks for it, version ${play.champion} stays`);
}

/** The labels say that the champion has got worse in the last four weeks: a person sees it, and asks for a run with what they saw. */
async function untilAccuracyCalls(play: Play, challenger: number): Promise<FinishedRun> {
  const { people, feed, teller, champion, looks } = play;
  const { scientist } = people;
  teller.chapter('Accuracy calls');
  // The shadow of June stays beside the champion, so that both are counted on; one that was promoted is judged by its own weeks.
  if (challenger === champion) looks.length = 0;
  for (let atMs = Math.floor(nowOf(play) / DAY_MS) * DAY_MS; atMs < day(7); ) {
    atMs = Math.min(day(7), atMs + WEEK_MS);
    await feed.play(atMs, ROWS_A_CALL);
    if (challenger === champion) continue;
    const pair = { a: champion, b: challenger };
    const compared = await compare(scientist, MODEL, pair);
    teller.say(atMs, tellComparison(compared, pair));
    const { n = 0, a = 0 } = compared.scores ?? {};
    looks.push({ atMs, n, right: a * n });
  }
  const atMs = nowOf(play);
  const none = { atMs: 0, n: 0, right: 0 };
  const last = looks.at(-1) ?? none;
  const before = looks.findLast((look) => look.atMs <= last.atMs - 4 * WEEK_MS) ?? looks[0] ?? none;
  const [old, recent] = [before.right / before.n, (last.right - before.right) / (last.n - before.n)];
  const note = Number.isNaN(recent)
    ? 'the flights since the last run'
    : `accuracy by the labels ${percent(recent)} from ${dateOf(before.atMs)} to ${dateOf(last.atMs)} (n = ${whole(last.n - before.n)}), ` +
      `before that ${percent(old)} (n = ${whole(before.n)})`;
  if (challenger !== champion) teller.expect(atMs, recent < old, `version ${champion} got worse: ${note}`);
  // A rule on accuracy reads days of the log, and all of these flights came today: so a person asks for it.
  const { number } = await startRun(scientist, MODEL, note);
  const run = await until('the run that was asked for', RUN_SECONDS, () => findFinishedRun(scientist, MODEL, number));
  teller.say(atMs, tellRun(run));
  return run;
}

interface Evaluation {
  result: {
    rows: number;
    effectiveRows: number;
    leftOut: { beforeCutOff: number; sameRow: number } | null;
    classification: { accuracy: { value: number; low: number; high: number }; rocAuc: number } | null;
  };
}

/** Judges versions on the flights of July that the demo keeps for it, which none of them has learnt. */
async function examine(play: Play, versions: readonly number[]): Promise<void> {
  const { people, teller } = play;
  const rows = gunzipSync(demoFile('test.csv.gz'));
  for (const version of versions) {
    const address = `/api/models/${MODEL}/versions/${version}/evaluation?filename=test.csv&target=late&group=day`;
    const { result } = await people.scientist.ask<Evaluation>('POST', address, rows);
    const { accuracy, rocAuc } = result.classification ?? {};
    if (!accuracy || rocAuc === undefined) throw new Error(`version ${version} was not judged`);
    teller.say(
      nowOf(play),
      `flights of July (n = ${whole(result.rows)} of ${result.effectiveRows} days): version ${version} has an area under the ROC curve of ${rocAuc.toFixed(3)} and an accuracy of ${percent(accuracy.value)} (95 % ${percent(accuracy.low)} to ${percent(accuracy.high)}); ${(result.leftOut?.beforeCutOff ?? 0) + (result.leftOut?.sameRow ?? 0)} rows were left out as learnt`,
    );
  }
}

const STATES: Record<Promotion['state'], (promotion: Promotion) => string> = {
  asked: () => 'waits for approval',
  rolling: ({ stage }) => `gets ${RULES.stages[stage]?.percent} % of the calls`,
  watching: () => 'gets all calls, and its guards are watched',
  done: () => 'is the champion',
  rejected: () => 'was rejected',
  stopped: () => 'was stopped',
  'rolled-back': ({ problem }) => `was taken back (${problem?.kind}): ${problem?.message}`,
};

/** Asks for a version, has a second person approve it and lets flights pass until that has ended. */
async function rollOut(
  play: Play,
  version: number,
  reason: string,
): Promise<{ promotion: Promotion; atMs: number; seconds: number }> {
  const { people, feed, teller, champion } = play;
  const { scientist, administrator } = people;
  const asked = await askPromotion(scientist, MODEL, version, reason);
  const own = await scientist.call('POST', `/api/promotions/${asked.id}/decision`, { approve: true });
  teller.expect(
    nowOf(play),
    asked.state === 'asked' && own.status === 403 && (await championOf(play)) === champion,
    `version ${version} waits for approval, who asked may not give it (${own.status}), and version ${champion} answers`,
  );
  await passMinute();
  const beganMs = performance.now();
  await administrator.ask('POST', `/api/promotions/${asked.id}/decision`, { approve: true, reason: 'the comparison' });
  const told = (atMs: number, promotion: Promotion) =>
    teller.say(atMs, `version ${version} ${STATES[promotion.state](promotion)}`);
  const { promotion, atMs } = await followPromotion({ reader: scientist, model: MODEL, id: asked.id, feed }, told);
  return { promotion, atMs, seconds: (performance.now() - beganMs) / 1000 };
}

const championOf = async ({ people }: Play): Promise<number> =>
  (await people.scientist.ask<{ champion: number }>('GET', `/api/models/${MODEL}`)).champion;

/** A proven version comes to answer all calls; the day on which it does so for good. */
async function promote(play: Play, version: number, compared: Compared): Promise<number> {
  const { teller, champion } = play;
  teller.chapter(`Version ${version} is promoted`);
  const reason = tellComparison(compared, { a: champion, b: version }).slice(0, 500);
  const { promotion, atMs } = await rollOut(play, version, reason);
  play.champion = await championOf(play);
  teller.expect(
    atMs,
    promotion.state === 'done' && play.champion === version,
    `version ${version} is champion after ${RULES.stages.length + 1} steps`,
  );
  return atMs;
}

function tellTimes(teller: Teller, { called, doneMs }: { called: Called; doneMs: number }): void {
  const days = Math.round((doneMs - Date.parse(called.alarmDay)) / DAY_MS);
  teller.say(
    doneMs,
    `FROM DRIFT TO SAFE PROMOTION: ${days} days of flights (${called.alarmDay} to ${dateOf(doneMs)}), ${(teller.seconds - called.seconds).toFixed(0)} s here`,
  );
}

/** The same rows with other settings: whatever comes out has no reason to be better, and stays unless it is proven. */
async function tryTheSameAgain(play: Play, { pinned }: FinishedRun): Promise<void> {
  const { people, teller } = play;
  const { scientist } = people;
  teller.chapter('A challenger without news');
  await saveRecipe(scientist, MODEL, play.datasetId, {
    datasetNumber: pinned.datasetNumber,
    seed: 7,
    method: { earlyStopping: { rounds: 20, share: 0.2 } },
  });
  const { number } = await startRun(scientist, MODEL, 'the same rows, fewer rounds');
  const run = await until('the same again', RUN_SECONDS, () => findFinishedRun(scientist, MODEL, number));
  teller.say(nowOf(play), tellRun(run));
  const version = run.versionNumber;
  const compared = await tryChallenger(play, version, nowOf(play) + 2 * WEEK_MS);
  stays(play, version, compared);
  teller.expect(
    nowOf(play),
    compared.verdict !== 'better' && (await championOf(play)) === play.champion,
    `version ${version} is not proven better, and version ${play.champion} is still champion`,
  );
}

/** A file that has the classes mixed up is approved by mistake: its guard takes it back, and no call has failed. */
async function breakOne(play: Play): Promise<void> {
  const { people, teller, flights, champion } = play;
  const { scientist } = people;
  teller.chapter('A broken version');
  const file = await trainOpposite(flights.filter(({ atMs }) => atMs < day(4)));
  const { number } = await scientist.ask<{ number: number }>('PUT', `/api/models/${MODEL}/versions`, file);
  await scientist.ask('PUT', `/api/models/${MODEL}/deployment`, { newVersions: 'wait' });
  const { promotion, atMs, seconds } = await rollOut(play, number, 'a file from elsewhere');
  const model = await scientist.ask<{ champion: number; deployment: { canary: unknown } }>(
    'GET',
    `/api/models/${MODEL}`,
  );
  teller.expect(
    atMs,
    promotion.state === 'rolled-back' && promotion.problem?.kind === 'guard',
    `a guard took version ${number} back ${seconds.toFixed(0)} s after it was approved`,
  );
  teller.expect(
    atMs,
    model.champion === champion && model.deployment.canary === null,
    `version ${champion} answers all calls again; every call was answered meanwhile`,
  );
}
