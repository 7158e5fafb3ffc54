import 'server-only';
import { Runner, RunnerError, runnerDefaults } from '@/lib/engine/runtime';
import { AppError } from '@/lib/platform/errors';
import { type RowAnswer, readAnswers } from '@/lib/pure/protocols/answer';
import { countOf, sliceRows, type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import { RowFaults, readNamedRows } from '@/lib/pure/protocols/named-rows';
import { ProtocolError } from '@/lib/pure/protocols/protocol-error';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { artifacts, rowPlaces } from '../../registry';
import type { Version } from '../../registry/schema';
import type { InferRows } from '../infer-rows';
import { type PlacedRow, toNamedRow } from '../run-table';

const WITHIN_MS = 30_000;
const ROWS_A_CALL = 500;
const VALUES_A_CALL = 4_000_000;
/** Of one validation; a file that dies more often is not asked any more. */
const MOST_STARTS = 60;

/** What a version makes of a row: an answer, a refusal with its reason, or no answer because its process failed. */
export type Told = { answer: RowAnswer; isFinite: boolean } | { refused: string } | { failed: string };

export const answerOf = (told: Told | undefined): RowAnswer | null => (told && 'answer' in told ? told.answer : null);

/** A version in a process of its own: what it does to rows that are made to break it, callers do not feel. */
export class OwnRunner {
  readonly #served: ServedSignature;
  readonly #places;
  readonly #start: () => Runner;
  readonly #rowsACall: number;
  #runner: Runner;
  #starts = 1;

  private constructor(served: ServedSignature, start: () => Runner) {
    this.#served = served;
    this.#places = rowPlaces(served);
    this.#start = start;
    this.#runner = start();
    const width = served.inputs.reduce(
      (sum, { shape }) => sum + countOf(shape.slice(1).map((size) => Math.max(1, size))),
      0,
    );
    this.#rowsACall = Math.max(1, Math.min(ROWS_A_CALL, Math.floor(VALUES_A_CALL / Math.max(1, width))));
  }

  /** Throws 409 where the file does not load any more. */
  static async open(
    projectId: string,
    version: Pick<Version, 'signature' | 'sizeBytes' | 'number'> & { servedSha256: string | null },
    served: ServedSignature,
  ): Promise<OwnRunner> {
    const { inputs, outputs, rowByRow } = version.signature;
    const spec = {
      modelFile: await artifacts().file(projectId, version.servedSha256 ?? ''),
      modelBytes: version.sizeBytes,
      ...{ inputs, outputs, rowByRow, optimise: true },
      ...runnerDefaults(),
    };
    const own = new OwnRunner(served, () => new Runner(spec, WITHIN_MS));
    try {
      await own.#runner.ready;
      return own;
    } catch (error) {
      own.end();
      if (!(error instanceof RunnerError)) throw error;
      throw new AppError('conflict', `The file of version ${version.number} does not load.`, { reason: 'load_failed' });
    }
  }

  /** What it makes of each row of cells, asked together unless rows fail. */
  ask(rows: readonly PlacedRow[], onPart?: (asked: number) => Promise<void>): Promise<Told[]> {
    return this.#askNamed(
      rows.map((cells) => toNamedRow(this.#places, cells)),
      onPart,
    );
  }

  /** The same process for whoever asks named rows as the gateway would be asked. */
  readonly infer: InferRows = async ({ rows }) => {
    const told = await this.#askNamed(rows);
    const refused = told.flatMap((one, i) =>
      'refused' in one ? [{ name: `rows.${i}.${one.refused.split(':')[0]}`, reason: one.refused }] : [],
    );
    if (refused.length > 0 || told.some((one) => 'failed' in one))
      throw new AppError('invalid_input', 'The model could not answer these rows.', {
        reason: 'model_refused',
        invalidParams: refused,
      });
    const { reading } = this.#served;
    return {
      answers: told.flatMap((one) => answerOf(one) ?? []),
      classes: reading.task === 'classification' ? [...reading.classes] : [],
    };
  };

  async #askNamed(
    named: readonly Record<string, unknown>[],
    onPart?: (asked: number) => Promise<void>,
  ): Promise<Told[]> {
    const told: Told[] = named.map(() => ({ failed: 'not asked' }));
    for (let from = 0; from < named.length; from += this.#rowsACall) {
      const to = Math.min(named.length, from + this.#rowsACall);
      await this.#settle(
        named,
        Array.from({ length: to - from }, (_, i) => from + i),
        told,
      );
      await onPart?.(to);
    }
    return told;
  }

  end(): void {
    this.#runner.kill();
  }

  async #settle(named: readonly Record<string, unknown>[], part: readonly number[], told: Told[]): Promise<void> {
    if (part.length === 0) return;
    const read = this.#read(part.map((at) => named[at] ?? {}));
    if ('faults' in read) {
      for (const [i, reason] of read.faults) {
        const at = part[i];
        if (at !== undefined) told[at] = { refused: reason };
      }
      return this.#settle(
        named,
        part.filter((_, i) => !read.faults.has(i)),
        told,
      );
    }
    const outputs = await this.#run(read.tensors);
    if (Array.isArray(outputs)) {
      const answers = readAnswers(this.#served, outputs, part.length);
      for (const [i, at] of part.entries()) {
        const answer = answers[i];
        if (answer) told[at] = { answer, isFinite: isRowFinite(outputs, i, part.length) };
      }
      return;
    }
    const [only, ...others] = part;
    if (only !== undefined && others.length === 0) {
      told[only] = outputs;
      return;
    }
    const middle = part.length >> 1;
    await this.#settle(named, part.slice(0, middle), told);
    await this.#settle(named, part.slice(middle), told);
  }

  #read(rows: readonly Record<string, unknown>[]): { tensors: Tensor[] } | { faults: Map<number, string> } {
    try {
      return readNamedRows(this.#served, rows, { textCells: true, maxFaults: rows.length + 1 });
    } catch (error) {
      if (error instanceof RowFaults)
        return { faults: new Map(error.faults.map(({ row, field, message }) => [row, `${field}: ${message}`])) };
      // Without a word which row it is, all of them are refused.
      if (error instanceof ProtocolError) return { faults: new Map(rows.map((_, i) => [i, error.message])) };
      throw error;
    }
  }

  async #run(tensors: Tensor[]): Promise<Tensor[] | { failed: string }> {
    if (!this.#runner.isAlive) {
      if (this.#starts >= MOST_STARTS) return { failed: 'died' };
      this.#starts += 1;
      this.#runner = this.#start();
    }
    try {
      await this.#runner.ready;
      return (await this.#runner.run(tensors, WITHIN_MS)).outputs;
    } catch (error) {
      if (!(error instanceof RunnerError)) throw error;
      if (error.fault.kind === 'timeout') this.#runner.kill();
      return { failed: error.fault.kind };
    }
  }
}

function isRowFinite(outputs: readonly Tensor[], row: number, rows: number): boolean {
  return outputs.every((output) => {
    if (!output.datatype.startsWith('FP') || output.shape[0] !== rows) return true;
    const own = sliceRows(output, row, row + 1);
    return Array.from({ length: own.data.length }, (_, i) => Number(valueAt(own, i))).every(Number.isFinite);
  });
}
