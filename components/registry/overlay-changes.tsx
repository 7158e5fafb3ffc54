'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Badge } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import type { OverlayView } from '@/lib/domain/registry/schema';

const FIELDS = [
  'name',
  'title',
  'kind',
  'unit',
  'min',
  'max',
  'categories',
  'nullable',
  'default',
  'personal',
  'input',
  'index',
] as const;

/** What the owner says here that the version before did not say. */
export function OverlayChanges({ view }: { view: OverlayView }) {
  const t = useTranslations('registry.columns');
  if (view.previousVersion === null || view.saved === null) return null;
  const wordOf = (field: string) => {
    const known = FIELDS.find((candidate) => candidate === field);
    return known ? t(`fields.${known}`) : field;
  };
  return (
    <Section>
      <SectionHeading
        title={t('changesTitle', { number: view.previousVersion })}
        hint={t('changesCount', { count: view.changes.length })}
      />
      {view.changes.length === 0 ? (
        <p className="text-md text-ink-2">{t('noChanges')}</p>
      ) : (
        <Panel flush>
          <ul className="max-h-96 divide-y divide-line overflow-auto text-sm">
            {view.changes.map((change) => (
              <li
                key={`${change.place}${change.change}`}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 py-2.5"
              >
                <code className="text-ink-3">{change.place}</code>
                <code>{change.name}</code>
                <Badge tone={change.change === 'removed' ? 'warn' : 'plain'}>{t(`change.${change.change}`)}</Badge>
                <span className="text-ink-2">{change.fields.map(wordOf).join(', ')}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Section>
  );
}
