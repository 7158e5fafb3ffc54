import 'server-only';
import { publicAddress } from '@/app/public-address';
import { sendCommands } from '@/components/ingest/send-commands';
import type { ChampionFacts } from '@/components/monitoring/seven-steps';
import { countNamed, draftFrom } from '@/components/registry/column-draft';
import { rowSnippets } from '@/components/serving/snippets';
import { exampleRow, getOverlay, getServedVersion, rowFields } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { getReports } from '@/lib/domain/validation';
import type { Ctx } from '@/lib/platform/context';
import { sentModel } from './sent-model';

/** A call of the champion to paste, and the address of this installation. */
export async function callOf(ctx: Ctx, model: Model): Promise<{ url: string; command: string }> {
  const [url, { served, overlay }] = await Promise.all([
    publicAddress(),
    getServedVersion(ctx, { model: model.id, permission: 'model.view' }),
  ]);
  const row = exampleRow(rowFields(served, overlay), overlay);
  const curl = rowSnippets({ url, model: model.name, row }).find(({ key }) => key === 'curl');
  return { url, command: curl?.code ?? '' };
}

/** A row of a model that is served elsewhere to send. */
export async function sendingOf(ctx: Ctx, model: Model): Promise<{ url: string; command: string }> {
  const of = await sentModel(ctx, model);
  return { url: of.url, command: sendCommands(of)[0]?.code ?? '' };
}

/** What is known of the champion besides its traffic. */
export async function championFacts(ctx: Ctx, model: Model, number: number): Promise<ChampionFacts> {
  const of = { model: model.id, number };
  const [{ version }, view, reports] = await Promise.all([
    getServedVersion(ctx, { ...of, permission: 'model.view' }),
    getOverlay(ctx, of),
    getReports(ctx, of),
  ]);
  const { columns } = draftFrom(view);
  return {
    version: {
      number,
      probe: version.probe,
      loaded: version.loaded,
      createdAt: new Date(version.createdAt).toISOString(),
    },
    reports,
    columns: { named: countNamed(columns), total: columns.length },
  };
}
