import 'server-only';
import { publicAddress } from '@/app/public-address';
import type { SentModel } from '@/components/ingest/send-commands';
import { getServedVersion, rowFields } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import type { Ctx } from '@/lib/platform/context';

/** What the commands that send predictions of a model must know of it. */
export async function sentModel(ctx: Ctx, model: Model): Promise<SentModel> {
  const [url, { served, overlay }] = await Promise.all([
    publicAddress(),
    getServedVersion(ctx, { model: model.id, permission: 'model.view' }),
  ]);
  const columns = rowFields(served, overlay).map(({ name, kind, categories }) => ({
    name,
    kind: kind === 'category' ? ('category' as const) : kind === 'text' ? ('text' as const) : ('number' as const),
    categories,
  }));
  return {
    url,
    model: model.name,
    columns,
    classes: served.reading.task === 'classification' ? served.reading.classes : [],
  };
}
