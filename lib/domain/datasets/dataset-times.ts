import type { Ctx } from '@/lib/platform/context';
import { listVersionTimes } from './store-dataset-times';

/** When versions of a dataset were saved, the oldest first; asks for no permission. */
export const listDatasetTimes = (ctx: Ctx, of: { datasetId: string; from: Date; to: Date }): Promise<Date[]> =>
  listVersionTimes(ctx, of);
