'use client';
import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { useField } from './field';
import { controlClass } from './input';

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  const field = useField({ id: rest.id });
  return <textarea rows={4} {...field} {...rest} className={clsx(controlClass, 'py-2 leading-relaxed', className)} />;
}
