'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { XyChart } from '@/components/charts/xy-chart';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { SettingsProposal, VersionSettings } from '@/lib/domain/tuning/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import type { OfVersion } from './queries';
import type { Wanted } from './settings-editor';
import { useRatioWords } from './use-ratio-words';

/** What was learnt from the first half of the labelled days, and how it does on the other half. */
export function ProposalPanel({
  of,
  proposal,
  wanted,
  classes,
}: {
  of: OfVersion;
  proposal: SettingsProposal;
  wanted: Wanted;
  classes: VersionSettings['classes'];
}) {
  const t = useTranslations('tuning.proposal');
  const format = useFormat();
  const write = useRatioWords();
  const { fitted, examined } = proposal;
  const day = (iso: string | null) => (iso === null ? '–' : format.day(noonOf(iso)));
  const basis = (part: SettingsProposal['fitted']) => ({
    n: format.number(part.n),
    days: part.days,
    from: day(part.from),
    to: day(part.to),
  });
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <Panel flush>
        <Table
          label={t('title')}
          rows={proposal.measures}
          rowKey={({ name }) => name}
          tight
          columns={[
            { key: 'name', header: t('measure'), cell: ({ name }) => t(`measures.${name}`) },
            { key: 'before', header: t('before'), align: 'right', cell: (row) => write.value(row.name, row.before) },
            { key: 'after', header: t('after'), align: 'right', cell: (row) => write.value(row.name, row.after) },
            { key: 'change', header: t('change'), align: 'right', cell: (row) => write.change(row.name, row) },
            {
              key: 'interval',
              header: t('interval'),
              align: 'right',
              cell: (row) => write.interval(row.name, row) ?? <Dash />,
            },
          ]}
        />
      </Panel>
      <p className="mt-3 max-w-measure text-sm text-ink-2">
        {wanted.kind === 'weights' ? t('notLearnt') : t('fitted', basis(fitted))} {t('examined', basis(examined))}{' '}
        {t('leftOut', { beforeCutOff: format.number(proposal.beforeCutOff), learnt: format.number(proposal.learnt) })}{' '}
        {proposal.training === 'unknown' ? t('unknown') : ''}
      </p>
      {proposal.curve.length > 1 ? (
        <div className="mt-4">
          <Curve of={of} proposal={proposal} wanted={wanted} name={classes[1]?.name ?? ''} />
        </div>
      ) : null}
    </Section>
  );
}

function Curve({
  of,
  proposal,
  wanted,
  name,
}: {
  of: OfVersion;
  proposal: SettingsProposal;
  wanted: Wanted;
  name: string;
}) {
  const t = useTranslations('tuning.proposal');
  const format = useFormat();
  const isMargin = wanted.kind === 'margin';
  const chosen = isMargin ? proposal.settings.margin : proposal.settings.threshold;
  const writeY = (value: number) => (isMargin ? format.percent(value) : format.figures(value, 3));
  const title = t(isMargin ? 'errorCurve' : 'costCurve');
  const at = chosen === null ? '0' : format.figures(chosen, 3);
  const xTitle = isMargin ? t('margin') : t('threshold', { name });
  return (
    <ChartCard
      level={3}
      title={title}
      per={t('perRow')}
      n={proposal.fitted.n}
      effectiveN={proposal.fitted.days}
      window={`${proposal.fitted.from ?? ''} – ${proposal.fitted.to ?? ''}`}
      summary={t('curveSummary', { title, at })}
      csvName={`${of.model}-v${of.number}-${wanted.kind}`}
      table={{
        columns: [
          { key: 'x', header: xTitle, align: 'right' },
          { key: 'y', header: title, align: 'right' },
          ...(isMargin ? [{ key: 'coverage', header: t('measures.coverage'), align: 'right' as const }] : []),
        ],
        rows: proposal.curve.map((point) => ({ ...point })),
        shown: (key, value) =>
          typeof value !== 'number'
            ? '–'
            : key === 'x'
              ? format.figures(value, 4)
              : key === 'y'
                ? writeY(value)
                : format.percent(value),
      }}
      note={t('curveNote')}
    >
      <XyChart
        label={title}
        points={proposal.curve.map(({ x, y }) => ({ x, y }))}
        writeX={(value) => format.figures(value, 3)}
        writeY={writeY}
        xTitle={xTitle}
        fromZero
        {...(chosen === null ? {} : { marks: [{ x: chosen, label: t('proposed', { at }) }] })}
      />
    </ChartCard>
  );
}
