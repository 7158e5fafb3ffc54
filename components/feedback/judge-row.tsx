'use client';
import { type Judgeable, JudgeForm } from './judge-form';
import { giveFeedback } from './queries';

/** The verdict of somebody who is signed in, on a row of the log. */
export function JudgeRow({ project, row }: { project: string; row: Judgeable & { rowId: string } }) {
  return <JudgeForm row={row} keep={(said) => giveFeedback(project, row.rowId, said)} />;
}
