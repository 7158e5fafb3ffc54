'use client';
import { Bell, BellRing, Check, MessageSquare, Send, UserCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Timeline } from '@/components/ui/timeline';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { IncidentDetail, TimelineEntry } from '@/lib/domain/alerts/schema';
import { DeliveryLine } from './delivery-line';
import { useAlertWords } from './use-alert-words';

const icons: Record<TimelineEntry['kind'], ReactNode> = {
  opened: <Bell aria-hidden="true" />,
  escalated: <BellRing aria-hidden="true" />,
  closed: <Check aria-hidden="true" />,
  acknowledged: <UserCheck aria-hidden="true" />,
  note: <MessageSquare aria-hidden="true" />,
  delivery: <Send aria-hidden="true" />,
};

/** What happened to an incident, oldest first. */
export function IncidentTimeline({ incident }: { incident: IncidentDetail }) {
  const t = useTranslations('alerts.incident');
  const format = useFormat();
  const isToday = (moment: string) => format.day(moment) === format.day(format.now);
  return (
    <Timeline
      label={t('timeline')}
      entries={incident.timeline.map((entry) => ({
        key: entry.id,
        icon: icons[entry.kind],
        time: (
          <time dateTime={entry.at} title={format.exact(entry.at)}>
            {isToday(entry.at) ? format.time(entry.at) : format.day(entry.at)}
          </time>
        ),
        children: <Entry incident={incident} entry={entry} />,
      }))}
    />
  );
}

const b = (chunks: ReactNode) => <strong className="font-semibold">{chunks}</strong>;

function Entry({ incident, entry }: { incident: IncidentDetail; entry: TimelineEntry }) {
  const t = useTranslations('alerts.incident.events');
  const levels = useTranslations('alerts.level');
  const words = useAlertWords();
  const { definition } = incident.rule;
  switch (entry.kind) {
    case 'opened':
      return t.rich('opened', { b, level: levels(entry.level), finding: words.finding(definition, entry.evaluation) });
    case 'escalated':
      return t.rich('escalated', { b, finding: words.finding(definition, entry.evaluation) });
    case 'closed':
      return entry.because === 'recovered'
        ? t.rich('recovered', { b, finding: entry.evaluation ? words.finding(definition, entry.evaluation) : '' })
        : t.rich(entry.because, { b, by: entry.by ?? '' });
    case 'acknowledged':
      return t.rich('acknowledged', { b, by: entry.by });
    case 'note':
      return (
        <>
          {t.rich('note', { b, by: entry.by })}
          <span className="block whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">{entry.text}</span>
        </>
      );
    default:
      return <DeliveryLine delivery={entry.delivery} />;
  }
}
