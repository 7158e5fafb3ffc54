'use client';
import { State } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import type { Incident } from '@/lib/domain/alerts/schema';

/** Alert, warning, or closed with the level that it had. */
export function IncidentState({
  incident,
  pill = false,
}: {
  incident: Pick<Incident, 'level' | 'closedAt'>;
  pill?: boolean;
}) {
  const t = useTranslations('alerts.level');
  const { level, closedAt } = incident;
  if (closedAt !== null)
    return (
      <State kind="ok" pill={pill}>
        {t(level === 'alert' ? 'closedAlert' : 'closedWarn')}
      </State>
    );
  return (
    <State kind={level === 'alert' ? 'bad' : 'warn'} pill={pill}>
      {t(level)}
    </State>
  );
}
