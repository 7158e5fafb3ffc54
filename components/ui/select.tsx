'use client';
import { Select as Base } from '@base-ui/react/select';
import clsx from 'clsx';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { useField } from './field';

export type SelectOption<Value extends string = string> = {
  value: Value;
  label: string;
  hint?: string;
  icon?: ReactNode;
};

/** One choice of a closed list. Inside a `Field` it takes the label from there; alone it needs `label`. */
export function Select<Value extends string>({
  options,
  value,
  onValue,
  label,
  placeholder,
  icon,
  name,
  id,
  className,
}: {
  options: readonly SelectOption<Value>[];
  value: Value | null;
  onValue: (value: Value) => void;
  label?: string;
  placeholder?: string;
  icon?: ReactNode;
  name?: string;
  id?: string;
  className?: string;
}) {
  const t = useTranslations('ui');
  const field = useField({ id });
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root<Value>
      items={options}
      value={value}
      {...(name ? { name } : {})}
      onValueChange={(next) => {
        if (next !== null) onValue(next);
      }}
    >
      <Base.Trigger
        {...field}
        aria-label={label}
        aria-labelledby={label ? undefined : field.id ? `${field.id}-label` : undefined}
        className={clsx(
          'flex h-control min-w-0 items-center gap-2 rounded-md border border-control-line bg-surface px-2.5 text-left text-sm text-ink hover:bg-sunken aria-invalid:border-bad',
          className,
        )}
      >
        {icon ?? chosen?.icon}
        <span className={clsx('truncate', !chosen && 'text-ink-3')}>{chosen?.label ?? placeholder ?? t('choose')}</span>
        <ChevronDown aria-hidden="true" className="ml-auto text-ink-3" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="max-h-80 min-w-(--anchor-width) overflow-auto rounded-lg border border-line bg-raised p-1 shadow-float transition-opacity motion data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 text-sm text-ink outline-none max-md:min-h-10 data-highlighted:bg-sunken"
              >
                {option.icon}
                <span className="flex flex-col">
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.hint ? <span className="text-xs text-ink-3">{option.hint}</span> : null}
                </span>
                <Base.ItemIndicator className="ml-auto">
                  <Check aria-hidden="true" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
