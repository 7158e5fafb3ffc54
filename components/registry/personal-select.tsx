'use client';
import clsx from 'clsx';
import { controlClass } from '@/components/ui/input';
import { useTranslations } from '@/components/ui/use-translations';
import { PersonalRule } from '@/lib/domain/registry/schema';

/** What the log keeps of a value: the value, its fingerprint, or nothing. */
export function PersonalSelect({
  label,
  title,
  value,
  onValue,
}: {
  label: string;
  title: string;
  value: PersonalRule;
  onValue: (value: PersonalRule) => void;
}) {
  const t = useTranslations('registry.columns');
  return (
    <select
      aria-label={label}
      title={title}
      value={value}
      onChange={(event) => onValue(PersonalRule.parse(event.target.value))}
      className={clsx(controlClass, 'h-control cursor-pointer md:w-24')}
    >
      {PersonalRule.options.map((rule) => (
        <option key={rule} value={rule}>
          {t(`personal.${rule}`)}
        </option>
      ))}
    </select>
  );
}
