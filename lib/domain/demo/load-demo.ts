import fs from 'node:fs';
import { insertJob } from '@/lib/engine/jobs';
import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { publishCard, saveCard } from '../cards';
import { CardContent } from '../cards/schema';
import { findReference, uploadReference } from '../datasets';
import { artifacts, getModel, saveOverlay, updateModel } from '../registry';
import { Overlay } from '../registry/schema';
import { admitFile, evaluateVersion, type InferRows, whenServed } from '../validation';
import { REPLAY_JOB } from './demo';
import { DEMOS, type DemoName, demoCsv, demoFile, readDemoJson } from './demo-files';

export interface LoadTools {
  infer: InferRows;
  report: (progress: number, message: string) => Promise<void>;
  wait: (ms: number) => Promise<void>;
}

/**
 * Brings both demos into a project as a person would: file, names of the columns, reference, evaluation on rows of later months,
 * card; then has them replayed. What an interrupted run has made already is kept.
 */
export async function loadDemo(
  ctx: Ctx,
  input: { projectId: string; createdBy: string },
  tools: LoadTools,
): Promise<void> {
  const here = { ...ctx, projectId: input.projectId };
  for (const [i, demo] of DEMOS.entries()) {
    const report = (part: number, message: string) =>
      tools.report((i + part) / DEMOS.length, `${demo.model}: ${message}`);
    await report(0, 'file');
    const at = await register(here, input.projectId, demo);
    await report(0.2, 'columns');
    await saveOverlay(here, { ...at, overlay: Overlay.parse(readDemoJson(demo, 'overlay.json')) });
    await report(0.3, 'reference');
    if (!(await findReference(here, at.modelId, at.number)))
      await uploadReference(here, { ...at, filename: 'reference.csv', body: demoCsv(demo, 'reference.csv.gz') });
    await report(0.5, 'evaluation');
    await evaluate(here, at, demo, tools);
    await report(0.9, 'card');
    const { summary, ...card } = Object.assign({ summary: '' }, readDemoJson(demo, 'card.json'));
    await saveCard(here, { ...at, content: CardContent.parse(card) });
    await publishCard(here, at);
    await updateModel(here, { model: at.model, summary: String(summary) });
    await insertJob(here, {
      projectId: input.projectId,
      kind: REPLAY_JOB,
      payload: { model: demo.model },
      createdBy: input.createdBy,
    });
  }
}

interface At {
  model: string;
  modelId: string;
  number: number;
}

async function register(ctx: Ctx, projectId: string, demo: DemoName): Promise<At> {
  const known = await getModel(ctx, { model: demo.model }).catch(nothingIfGone);
  const number = known?.versions.at(-1);
  if (known && number !== undefined) return { model: known.id, modelId: known.id, number };
  const file = artifacts().temporary();
  fs.copyFileSync(demoFile(demo, 'model.onnx'), file);
  const { model, version } = await admitFile(ctx, {
    projectId,
    modelName: demo.model,
    file,
    filename: `${demo.model}.onnx`,
  });
  return { model: model.id, modelId: model.id, number: version.number };
}

const evaluate = (ctx: Ctx, at: At, demo: DemoName, tools: LoadTools) =>
  whenServed(
    () =>
      evaluateVersion(ctx, {
        model: at.model,
        number: at.number,
        filename: 'test.csv',
        body: demoCsv(demo, 'test.csv.gz'),
        infer: tools.infer,
        target: demo.target,
        group: demo.group,
      }),
    tools,
  );
