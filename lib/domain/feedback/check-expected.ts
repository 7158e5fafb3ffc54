import type { Ctx } from '@/lib/platform/context';
import { invalidInput, nothingIfGone } from '@/lib/platform/errors';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import type { Permission } from '../people';
import { getServedVersion } from '../registry';

/**
 * What a row should have been, as the model says it: a class by its label or by the owner's name for it, or a number. Throws 422 that names the
 * classes. What a deleted version should have answered is taken as it is.
 */
export async function checkExpected(
  ctx: Ctx,
  of: { modelId: string; versionNumber: number; permission: Permission },
  field: string,
  expected: string,
): Promise<string> {
  const found = await getServedVersion(ctx, {
    model: of.modelId,
    number: of.versionNumber,
    permission: of.permission,
  }).catch(nothingIfGone);
  return found ? expectedOf(found, field, expected) : expected;
}

/** `checkExpected` for a version that was read already. */
export function expectedOf(
  { served, overlay }: Pick<Awaited<ReturnType<typeof getServedVersion>>, 'served' | 'overlay'>,
  field: string,
  expected: string,
): string {
  const { reading } = served;
  if (reading.task === 'regression') {
    const parsed = parseNumberText(expected);
    if (!parsed.ok || parsed.value === null || !Number.isFinite(parsed.value))
      throw invalidInput(field, 'it must be a number, such as 12.5');
  }
  if (reading.task !== 'classification' || reading.classes.length === 0) return expected;
  const names = overlay?.classNames ?? {};
  const label = reading.classes.includes(expected)
    ? expected
    : reading.classes.find((candidate) => names[candidate] === expected);
  if (label === undefined)
    throw invalidInput(field, `it must be one of the classes ${reading.classes.slice(0, 50).join(', ')}`, {
      reason: 'unknown_class',
      details: { classes: reading.classes.slice(0, 200) },
    });
  return label;
}
