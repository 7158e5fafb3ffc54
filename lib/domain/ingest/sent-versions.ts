import type { Ctx } from '@/lib/platform/context';
import { requiredEnv } from '@/lib/platform/env';
import { AppError } from '@/lib/platform/errors';
import { IngestFault } from '@/lib/pure/ingest/ingest-fault';
import { isAllowed } from '../people';
import { findLoggedSpan } from '../predictions';
import { findNamesElsewhere, getModel, getServedVersion, registerNamedVersion } from '../registry';
import type { Model, PersonalContext } from '../registry/schema';
import type { IngestReply } from './schema';
import { type CheckedCall, type IngestTarget, personalColumns } from './to-record';

const DAY_MS = 86_400_000;
/** More new names than this in one call are no versions but a column that was taken for one. */
const MOST_NEW = 20;

interface NewVersion {
  place: string;
  /** When its newest row was answered; null for now. */
  timeMs: number | null;
}

/** The versions of a model that is served elsewhere, by the names that they have there. Rows that name none are of the champion. */
export class SentVersions {
  readonly projectId: string;
  readonly modelId: string;
  private readonly named = new Map<string, IngestTarget>();
  private readonly unknown = new Map<string, NewVersion>();

  private constructor(
    private readonly model: Model,
    private readonly champion: IngestTarget,
    private readonly numbers: ReadonlyMap<string, number>,
  ) {
    this.projectId = model.projectId;
    this.modelId = model.id;
  }

  static async read(ctx: Ctx, model: Model): Promise<SentVersions> {
    const numbers = await findNamesElsewhere(ctx, model.id);
    return new SentVersions(model, await readTarget(ctx, model, undefined, model.personalContext), numbers);
  }

  /** Reads what rows of a version are held against, once. */
  async learn(ctx: Ctx, name: string | null): Promise<void> {
    const number = name === null || this.named.has(name) ? undefined : this.numbers.get(name);
    if (name !== null && number !== undefined)
      this.named.set(name, await readTarget(ctx, this.model, number, this.champion.personalContext));
  }

  /** Hides by the rules that are in force now, in the caller's transaction, which holds the model's rows: they may have changed meanwhile. */
  async takeRules(tx: Ctx): Promise<void> {
    const { personalContext } = await getModel(tx, { model: this.modelId, permission: 'prediction.ingest' });
    for (const target of [this.champion, ...this.named.values()]) target.personalContext = personalContext;
  }

  /** What rows of a version are held against: those of one that is not known yet take what the champion takes. */
  targetOf(name: string | null): IngestTarget {
    return (name === null ? undefined : this.named.get(name)) ?? this.champion;
  }

  /** Notes a call whose version is not known. Throws 403 for who may not make it known, and IngestFault for too many. */
  note(ctx: Ctx, { version, rows: [first] }: CheckedCall): void {
    const isLabelOnly = first?.outcome === null && first.failure === null;
    if (version === null || !first || isLabelOnly || this.named.has(version)) return;
    const { place, timeMs } = first;
    const found = this.unknown.get(version);
    if (found) {
      found.timeMs = timeMs === null || found.timeMs === null ? null : Math.max(found.timeMs, timeMs);
      return;
    }
    if (!isAllowed(ctx.actor, 'version.upload', this.projectId))
      throw new AppError(
        'forbidden',
        `${place}, version: ${this.model.name} has no version "${version}" yet. A key that has scope write too makes it known with its first rows.`,
        { reason: 'unknown_version', details: { place, field: 'version', version } },
      );
    if (this.unknown.size >= MOST_NEW)
      throw new IngestFault(place, 'version', `rows of ${MOST_NEW} new versions at most come in one call`);
    this.unknown.set(version, { place, timeMs });
  }

  /** Makes the noted versions known, in the caller's transaction, which holds the model's rows. */
  async register(tx: Ctx): Promise<IngestReply['registered']> {
    const registered: IngestReply['registered'] = [];
    for (const [name, { timeMs }] of this.unknown) {
      const span = await findLoggedSpan(tx, { projectId: this.projectId, modelId: this.modelId });
      const isNewest = span === null || (timeMs ?? tx.now().getTime()) >= span.toMs - DAY_MS;
      const version = await registerNamedVersion(tx, this.model, { name, hasRows: span !== null, isNewest });
      this.named.set(name, await readTarget(tx, this.model, version, this.champion.personalContext));
      registered.push({ version, name });
    }
    return registered;
  }
}

async function readTarget(
  ctx: Ctx,
  model: Model,
  wanted: number | undefined,
  personalContext: PersonalContext,
): Promise<IngestTarget> {
  const { version, overlay, served } = await getServedVersion(ctx, {
    model: model.id,
    number: wanted,
    permission: 'model.view',
  });
  return {
    projectId: model.projectId,
    modelId: model.id,
    number: version.number,
    shape: {
      columns: served.inputs.map(({ name, datatype }) => ({ name, isNumber: datatype !== 'BYTES' })),
      reading: served.reading,
    },
    signature: served,
    personal: personalColumns(overlay),
    personalContext,
    secret: requiredEnv('INTERNAL_SECRET'),
  };
}
