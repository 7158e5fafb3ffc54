'use client';
import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { useField } from './field';
import { controlClass } from './input';
import { useIsReadOnly } from './use-is-read-only';

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  const field = useField({ id: rest.id });
  const readOnly = useIsReadOnly(rest);
  return (
    <textarea
      rows={4}
      {...field}
      {...rest}
      readOnly={readOnly}
      className={clsx(controlClass, 'py-2 leading-relaxed', className)}
    />
  );
}
