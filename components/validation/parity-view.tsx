'use client';
import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { CodeBlock } from '@/components/ui/code-block';
import { Note } from '@/components/ui/note';
import { Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { SignatureReading } from '@/lib/domain/registry/schema';
import { ParityForm } from './parity-form';
import { parityPython } from './parity-python';
import { ParityReportView } from './parity-report-view';
import { type OfVersion, validationQueries } from './queries';

/** Does it predict here what it predicted where it was trained? */
export function ParityView({
  of,
  columns,
  task,
}: {
  of: OfVersion;
  /** The cells of a row, in the model's order. */
  columns: readonly string[];
  task: SignatureReading['task'];
}) {
  const t = useTranslations('validation.parity');
  const reports = useQuery(validationQueries.reports(of));
  if (task === 'tensors')
    return (
      <>
        <PageHeader title={t('title')} />
        <Note kind="info">{t('noReading')}</Note>
      </>
    );
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <QueryPanel query={reports} isEmpty={({ parity }) => parity === null} empty={null}>
        {({ parity }) => (parity ? <ParityReportView of={of} report={parity} /> : null)}
      </QueryPanel>
      <Section>
        <SectionHeading title={reports.data?.parity ? t('again') : t('compare')} />
        <ParityForm of={of} />
      </Section>
      <Section>
        <SectionHeading title={t('python')} hint={t('pythonHint')} />
        <CodeBlock
          label={t('python')}
          samples={[{ key: 'python', label: 'Python', code: parityPython(columns, task) }]}
        />
      </Section>
    </>
  );
}
