'use client';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { CHECK_GROUPS, VERDICTS, type Verdict, type VersionValidation } from '@/lib/domain/validation/schema';
import { CheckLine, KIND_OF_VERDICT } from './check-line';

type Report = NonNullable<VersionValidation['report']>;

const rowFacts = ({ judged, all, name, number, target }: NonNullable<Report['rows']>) => ({
  ...{ judged, all, name, number, target },
});

/** A report: what it comes to, on which rows, and every check in its group, the worst first. */
export function ValidationReport({ report }: { report: Report }) {
  const t = useTranslations('validation.report');
  const words = useTranslations('validation.checks');
  const made = useTranslations('validation');
  const format = useFormat();
  const { checks, rows } = report;
  const count = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length;
  const counts = { fail: count('fail'), warn: count('warn'), pass: count('pass'), unknown: count('unknown') };
  const worst = counts.fail > 0 ? 'fail' : counts.warn > 0 ? 'warn' : 'pass';
  return (
    <>
      <Note
        kind={KIND_OF_VERDICT[worst]}
        title={t(`head.${worst}`, { count: counts[worst] })}
        detail={
          <>
            {rows ? t('rows', rowFacts(rows)) : t('noRows')} {rows?.isSample ? t('sample') : null}{' '}
            {made('madeBy', { time: format.dayTime(report.createdAt), person: report.createdBy })}
          </>
        }
      >
        {t('counts', counts)}
      </Note>
      {CHECK_GROUPS.map((group) => {
        const own = checks
          .filter((check) => check.group === group)
          .toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
        return own.length === 0 ? null : (
          <Section key={group} label={words(`groups.${group}`)}>
            <SectionHeading title={words(`groups.${group}`)} />
            <Panel flush>
              <ul className="divide-y divide-line">
                {own.map((check) => (
                  <CheckLine key={check.check} check={check} />
                ))}
              </ul>
            </Panel>
          </Section>
        );
      })}
    </>
  );
}
