import type { Ctx } from '@/lib/platform/context';
import { loggedInputs, momentOf } from '../collection';
import type { LabelledRow } from '../feedback';
import { truthsOf } from '../performance';
import type { LoggedAnswer } from '../predictions';
import { type getServedVersion, rowPlaces } from '../registry';
import { type IsLearnt, learntRows } from './training-rows';

/** Tells the labels of logged rows that say something of all rows and that a version has not learnt, and counts those it leaves out. */
export class FreshTruths {
  readonly #isLearnt: IsLearnt | null;
  readonly #cutOffMs: number;
  #beforeCutOff = 0;
  #learnt = 0;

  private constructor(isLearnt: IsLearnt | null, cutOffMs: number) {
    this.#isLearnt = isLearnt;
    this.#cutOffMs = cutOffMs;
  }

  static async of(
    ctx: Ctx,
    { model, version, served }: Awaited<ReturnType<typeof getServedVersion>>,
  ): Promise<FreshTruths> {
    const isLearnt = await learntRows(ctx, {
      projectId: model.projectId,
      version,
      inputs: await loggedInputs(ctx, model),
      known: new Set(rowPlaces(served).map(({ name }) => name)),
    });
    return new FreshTruths(isLearnt, Date.parse(version.trainedOn?.cutOff ?? ''));
  }

  /** What was left out so far, and whether anybody knows what the version learnt. */
  leftOut(): { beforeCutOff: number; learnt: number; training: 'checked' | 'unknown' } {
    return {
      beforeCutOff: this.#beforeCutOff,
      learnt: this.#learnt,
      training: this.#isLearnt ? 'checked' : 'unknown',
    };
  }

  /** The label that counts and how many rows it stands for; null without one, or where the version may have learnt the row. */
  truthOf(
    call: LoggedAnswer,
    row: number,
    labelled: LabelledRow | undefined,
  ): { value: string; weight: number } | null {
    const truth = labelled && truthsOf(labelled, call).find(({ source }) => source !== 'chosen');
    if (!truth) return null;
    if (momentOf(call, row) <= this.#cutOffMs) this.#beforeCutOff += 1;
    else if (this.#isLearnt?.(call, row)) this.#learnt += 1;
    else return { value: truth.label, weight: truth.weight };
    return null;
  }
}
