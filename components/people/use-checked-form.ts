'use client';
import { type FieldValues, type Path, type UseFormProps, useForm } from 'react-hook-form';

/**
 * A form whose fields are checked when they are left with something in them, and on submit. A field left empty says nothing
 * before the submit, and an error goes with the first key: a line that came or went on leaving a field would move the next
 * control away under the pointer.
 */
export function useCheckedForm<Values extends FieldValues>(
  start: Pick<UseFormProps<Values>, 'defaultValues' | 'values'> = {},
) {
  const form = useForm<Values>({ ...start, mode: 'onSubmit', reValidateMode: 'onSubmit' });
  const field = (name: Path<Values>, check: (text: string) => true | string) =>
    form.register(name, {
      validate: (value: unknown) => check(typeof value === 'string' ? value : ''),
      onChange: () => form.clearErrors(name),
      onBlur: (event: { target: { value: string } }) => {
        if (event.target.value !== '') void form.trigger(name);
      },
    });
  return { ...form, field };
}
