'use client';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { ProjectRole } from '@/lib/domain/people/schema';

/** One of the four roles, each with what it may do. Inside a `Field` it needs no label. */
export function RoleSelect({
  role,
  onRole,
  label,
}: {
  role: ProjectRole;
  onRole: (role: ProjectRole) => void;
  label?: string;
}) {
  const t = useTranslations('people.roles');
  return (
    <Select
      {...(label ? { label: `${label}: ${t(`name.${role}`)}` } : {})}
      value={role}
      onValue={(next) => (next === role ? undefined : onRole(next))}
      options={ProjectRole.options.map((value) => ({
        value,
        label: t(`name.${value}`),
        hint: t(`may.${value}`),
      }))}
      className={label ? 'w-full md:w-44' : 'w-full'}
    />
  );
}
