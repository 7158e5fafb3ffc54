'use client';
import type { ReactNode } from 'react';
import { InlineError } from '@/components/ui/inline-error';
import { FormError } from '@/components/ui/note';
import { ApiError } from '@/lib/platform/http/client';

/** The server's reason for a refusal, in the words of its code. */
export const reasonOf = (error: unknown): string | undefined =>
  error instanceof ApiError ? error.problem.reason : undefined;

/** Why a form was refused: the sentence for a known reason, else what the server says. */
export function Refusal({
  error,
  title,
  sentences = {},
}: {
  error: unknown;
  title: string;
  sentences?: Record<string, ReactNode>;
}) {
  if (!error) return null;
  const sentence = sentences[reasonOf(error) ?? ''];
  return sentence ? <FormError>{sentence}</FormError> : <InlineError error={error} title={title} />;
}
