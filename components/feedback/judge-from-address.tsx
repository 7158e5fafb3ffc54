'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { type Judgeable, JudgeForm } from './judge-form';

/** The form for the row that the address names, for pages where the row is made while one looks. */
export function JudgeFromAddress({ project, reading }: { project: string; reading: Omit<Judgeable, 'rowId'> }) {
  const [rowId] = useQueryState('row', parseAsString);
  return rowId ? <JudgeForm key={rowId} project={project} row={{ rowId, ...reading }} /> : null;
}
