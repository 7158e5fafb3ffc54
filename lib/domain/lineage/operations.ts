import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { Lineage } from './schema';

export const getLineageOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/lineage',
  summary:
    'From datasets over training runs and versions to what they answered, what was said of it, and what was learnt from that',
  access: 'version.view',
  params: z.object({ model: z.string() }),
  reply: Lineage,
});

export const LINEAGE_OPERATIONS: readonly Operation[] = [getLineageOperation];
