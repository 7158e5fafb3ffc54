'use client';
import { parseAsString, useQueryState } from 'nuqs';
import type { Judgeable } from './judge-form';
import { JudgeRow } from './judge-row';

/** The form for the row that the address names, for pages where the row is made while one looks. */
export function JudgeFromAddress({ project, reading }: { project: string; reading: Judgeable }) {
  const [rowId] = useQueryState('row', parseAsString);
  return rowId ? <JudgeRow key={rowId} project={project} row={{ rowId, ...reading }} /> : null;
}
