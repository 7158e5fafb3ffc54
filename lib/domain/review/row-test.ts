import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { listAnswers, readRowFields } from '../predictions';
import { ERASED_KEY } from '../predictions/schema';
import { getServedVersion } from '../registry';
import type { NewTest } from '../validation';
import { MAX_TEST_VALUES, type TestField } from '../validation/schema';
import { entityDestination } from './entity-destination';

export type RowOfLog = { projectId: string; predictionId: string; row: number };

/** What of a row a test is made of; or why it cannot be one. */
export type TestableRow =
  | {
      test: Pick<NewTest, 'projectId' | 'modelId' | 'versionNumber' | 'predictionId' | 'row' | 'fields' | 'entityHash'>;
      task: 'classification' | 'regression';
      answered: string;
    }
  | { reason: 'row_gone' | 'not_kept' | 'personal' | 'no_reading' | 'too_large'; message: string };

/** Reads a row of the log as a test would ask it again. The verb that calls it has asked for the permission. */
export async function readTestableRow(ctx: Ctx, { projectId, predictionId, row }: RowOfLog): Promise<TestableRow> {
  const gone = {
    reason: 'row_gone',
    message: 'The row is not in the log any more, so that it cannot be a test.',
  } as const;
  const answer = (await listAnswers(ctx, projectId, [predictionId])).find(({ id }) => id === predictionId);
  if (!answer || row >= answer.rows) return gone;
  if (answer.contexts?.[row]?.[ERASED_KEY] !== undefined)
    return { ...gone, message: 'What was sent in this row was erased, so that it cannot be a test.' };
  const { modelId, versionNumber } = answer;
  const of = { model: modelId, number: versionNumber, permission: 'model.view' } as const;
  const version = await getServedVersion(ctx, of).catch(nothingIfGone);
  if (!version)
    return { ...gone, message: 'The version that answered this row was deleted, so that it cannot be a test.' };
  const { task } = version.served.reading;
  if (task === 'tensors')
    return {
      reason: 'no_reading',
      message: 'The outputs of this model are tensors without a reading; nothing to test.',
    };
  const read = readRowFields(answer, row, version);
  if ('lack' in read) {
    const columns = read.columns.slice(0, 10).join(', ');
    return read.lack === 'personal'
      ? {
          reason: 'personal',
          message: `It cannot be a test: ${columns} is personal, and was not logged as it was sent.`,
        }
      : { reason: 'not_kept', message: `It cannot be a test: the values of ${columns} were not kept in the log.` };
  }
  const fields: TestField[] = read.fields;
  if (countValues(fields) > MAX_TEST_VALUES)
    return {
      reason: 'too_large',
      message: `It cannot be a test: it has more than ${MAX_TEST_VALUES.toLocaleString('en')} values.`,
    };
  const entity = answer.contexts?.[row]?.entity ?? null;
  const { entityHash } = entityDestination(modelId, { entity, rowId: `${predictionId}.${row}` });
  return {
    test: { projectId, modelId, versionNumber, predictionId, row, fields, entityHash },
    task,
    answered: answer.outcomes[row] ?? '',
  };
}

const countValues = (values: readonly unknown[]): number =>
  values.reduce<number>((sum, value) => {
    if (Array.isArray(value)) return sum + countValues(value);
    return sum + (typeof value === 'object' && value !== null && 'value' in value ? countValues([value.value]) : 1);
  }, 0);
