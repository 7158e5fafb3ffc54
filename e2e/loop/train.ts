import type { Caller } from './caller';
import { demoFile } from './flights';
import { until } from './until';

export interface Run {
  number: number;
  state: string;
  startedBy: { kind: string; note: string; reason: { kind: string; rule: string | null } | null };
  pinned: { datasetNumber: number; rows: number; cutOff: string | null } | null;
  versionNumber: number | null;
  problem: { message: string } | null;
}
export type FinishedRun = Run & { pinned: NonNullable<Run['pinned']>; versionNumber: number };

const FIRST_ROW = '2013-01-01T00:00:00.000Z';
const METHOD = {
  algorithm: 'gradient-boosting',
  task: 'classification',
  rounds: 40,
  leaves: 4,
  minRowsInLeaf: 200,
  l2: 5,
};

const at = (model: string) => `/api/models/${model}`;

/** Registers the demo's file with its columns. It answers until the model has a version that was trained on nothing but what was known by then. */
export async function registerFirstFile(scientist: Caller, model: string): Promise<void> {
  await scientist.ask('PUT', `${at(model)}/versions?filename=model.onnx`, demoFile('model.onnx'));
  await scientist.ask('PUT', `${at(model)}/versions/1/overlay`, JSON.parse(demoFile('overlay.json').toString()));
  await scientist.ask('PUT', `${at(model)}/deployment`, { newVersions: 'wait' });
}

/** Makes a dataset of the labelled rows of the log before a moment; its id. */
export async function datasetOfLog(scientist: Caller, model: string, name: string, to: string): Promise<string> {
  const query = { model, from: FIRST_ROW, to };
  const { id } = await scientist.ask<{ id: string }>('POST', '/api/dataset-builds', { query, place: { name } });
  await until('the dataset', 400, async () => {
    const { builds } = await scientist.ask<{ builds: { id: string; state: string; message: string }[] }>(
      'GET',
      '/api/dataset-builds',
    );
    const build = builds.find((one) => one.id === id);
    if (build?.state === 'failed') throw new Error(`the dataset: ${build.message}`);
    return build?.state === 'done' ? build : null;
  });
  const { datasets } = await scientist.ask<{ datasets: { id: string; name: string }[] }>('GET', '/api/datasets');
  const found = datasets.find((one) => one.name === name);
  if (!found) throw new Error(`the dataset "${name}" is not there`);
  return found.id;
}

/** Says how the model learns; `more` is of the method or of the recipe. */
export const saveRecipe = (
  scientist: Caller,
  model: string,
  datasetId: string,
  { method = {}, ...more }: { method?: object; datasetNumber?: number; seed?: number } = {},
): Promise<unknown> =>
  scientist.ask('PUT', `${at(model)}/training-recipe`, {
    datasetId,
    method: { ...METHOD, ...method },
    folds: 2,
    ...more,
  });

export const startRun = (scientist: Caller, model: string, note: string): Promise<Run> =>
  scientist.ask('POST', `${at(model)}/retrain`, { note });

/** The run of a number, when it has made its version; null while it is not there or under way. Throws where it failed. */
export async function findFinishedRun(scientist: Caller, model: string, number: number): Promise<FinishedRun | null> {
  const { runs } = await scientist.ask<{ runs: Run[] }>('GET', `${at(model)}/training-runs`);
  const run = runs.find((one) => one.number === number);
  if (run && ['failed', 'stopped'].includes(run.state)) throw new Error(`run ${number}: ${run.problem?.message}`);
  const { pinned = null, versionNumber = null } = run ?? {};
  return run?.state === 'finished' && pinned && versionNumber !== null ? { ...run, pinned, versionNumber } : null;
}
