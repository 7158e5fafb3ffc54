'use client';
import { useRouter } from 'next/navigation';
import { CategoryCompare } from '@/components/charts/category-compare';
import { ChartCard } from '@/components/charts/chart-card';
import { HistogramCompare } from '@/components/charts/histogram-compare';
import { DefinitionList } from '@/components/ui/definition-list';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftFeature } from '@/lib/domain/drift/schema';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { FeatureCost } from './feature-cost';
import { behindHref, binOf, binOfBar, type DriftWindow } from './prepare-behind';
import { categoryShares, featureTable, histogramBins, type NumberShape, outsideNow } from './prepare-feature';
import type { OfVersion } from './reference-form';
import { TextRule } from './text-rule';

interface FeatureProps {
  feature: DriftFeature;
  days: number;
  of: OfVersion;
  window: DriftWindow;
  /** Null while they are not known. */
  costs: DriftCosts | null;
}

/** One column in full: both distributions, what lies outside, and how it was measured. */
export function FeatureDetail({ feature, days, of, window, costs }: FeatureProps) {
  const t = useTranslations('drift.detail');
  const { shape } = feature;
  return (
    <div className="flex flex-col gap-6">
      <ReadingSentence feature={feature} />
      {feature.text ? <TextRule text={feature.text} /> : null}
      <RowsBehind feature={feature} of={of} window={window} />
      <div className="grid gap-x-8 gap-y-6 min-[1240px]:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <FeatureChart feature={feature} days={days} of={of} window={window} />
        <div className="flex flex-col gap-6">
          {shape.kind === 'number' && shape.referenceQuantiles.length > 0 ? (
            <Quantiles shape={shape} unit={feature.unit} />
          ) : null}
          {costs?.measure ? <FeatureCost feature={feature} costs={costs} /> : null}
          <section>
            <h3 className="mb-2 font-semibold">{t('measured')}</h3>
            <Measured feature={feature} />
          </section>
        </div>
      </div>
    </div>
  );
}

function ReadingSentence({ feature }: { feature: DriftFeature }) {
  const t = useTranslations('drift.detail');
  const format = useFormat();
  const { psi, shape, current } = feature;
  const withUnit = (value: number | undefined) =>
    value === undefined ? '–' : format.withUnit(format.number(value), feature.unit).trim();
  const share = (rows: number) => format.percent(rows / Math.max(1, current.compared));
  return (
    <p className="max-w-measure text-md text-pretty">
      <strong className="font-semibold">
        {t(`reading.${feature.state}`, { psi: psi === null ? '–' : format.score(psi), compared: current.compared })}
      </strong>{' '}
      {shape.kind === 'number' ? (
        <>
          {shape.currentOutside.below > 0
            ? `${t('below', { rows: shape.currentOutside.below, share: share(shape.currentOutside.below), edge: withUnit(shape.edges[0]) })} `
            : null}
          {shape.currentOutside.above > 0
            ? t('above', {
                rows: shape.currentOutside.above,
                share: share(shape.currentOutside.above),
                edge: withUnit(shape.edges.at(-1)),
              })
            : null}
          {shape.currentOutside.below + shape.currentOutside.above === 0 && current.compared > 0 ? t('inside') : null}
        </>
      ) : shape.currentOther > 0 ? (
        t('unseen', { rows: shape.currentOther, share: share(shape.currentOther) })
      ) : current.compared > 0 ? (
        t('allSeen')
      ) : null}
    </p>
  );
}

/** Ways to the rows that have no value and those that the reference has not. */
function RowsBehind({ feature, of, window }: { feature: DriftFeature; of: OfVersion; window: DriftWindow }) {
  const t = useTranslations('drift.detail.behind');
  const outside = outsideNow(feature).rows;
  const links = [
    { bin: 'null', rows: feature.current.nulls },
    { bin: 'outside', rows: outside },
  ] as const;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {links.map(({ bin, rows }) =>
        rows > 0 ? (
          <TextLink key={bin} href={behindHref(of, window, feature.name, bin)}>
            {t(bin, { rows })}
          </TextLink>
        ) : null,
      )}
      <span className="text-ink-3">{t('bars')}</span>
    </p>
  );
}

function FeatureChart({ feature, days, of, window }: Omit<FeatureProps, 'costs'>) {
  const router = useRouter();
  const t = useTranslations('drift.detail');
  const words = useTranslations('ui.chart');
  const format = useFormat();
  const { shape, current, reference, unit } = feature;
  const isNumber = shape.kind === 'number';
  const outside = isNumber ? shape.currentOutside.below + shape.currentOutside.above : 0;
  return (
    <ChartCard
      framed={false}
      level={3}
      title={t('distribution')}
      {...(unit ? { unit } : {})}
      n={current.compared}
      effectiveN={days}
      summary={t('summary', {
        column: feature.title || feature.name,
        n: format.number(current.compared),
        reference: format.number(reference.rows - reference.nulls),
      })}
      csvName={`${of.model}-v${of.version}-${feature.name}`}
      {...(outside > 0 ? { note: t('without', { rows: outside }) } : {})}
      table={{
        columns: [
          ...(isNumber
            ? [
                { key: 'low', header: t('low'), align: 'right' as const },
                { key: 'high', header: t('high'), align: 'right' as const },
              ]
            : [{ key: 'value', header: t('category') }]),
          { key: 'reference', header: words('reference'), align: 'right' },
          { key: 'now', header: words('now'), align: 'right' },
        ],
        rows: featureTable(feature, t('unlisted')),
        shown: (key, value, row) => {
          if (typeof value !== 'number') return value ?? '–';
          const bin = key === 'now' && value > 0 ? binOf(feature, row) : null;
          if (bin === null) return format.number(value);
          return <TextLink href={behindHref(of, window, feature.name, bin)}>{format.number(value)}</TextLink>;
        },
      }}
    >
      {isNumber ? (
        <HistogramCompare
          {...histogramBins(shape)}
          {...(unit ? { unit } : {})}
          height={240}
          onPick={(at) => router.push(behindHref(of, window, feature.name, String(at + 1)))}
        />
      ) : (
        <CategoryCompare
          label={t('distribution')}
          heading={t('category')}
          categories={categoryShares(shape, t('unlisted'))}
          coloured={false}
          top={12}
          hrefOf={(name) => {
            const bin = binOfBar(feature, name, t('unlisted'));
            return bin === null ? null : behindHref(of, window, feature.name, bin);
          }}
        />
      )}
    </ChartCard>
  );
}

function Quantiles({ shape, unit }: { shape: NumberShape; unit: string }) {
  const t = useTranslations('drift.detail');
  const format = useFormat();
  const parts = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
  return (
    <section>
      <h3 className="mb-2 font-semibold">
        {t('quantiles')} {unit ? <small className="text-xs font-normal text-ink-3">{unit}</small> : null}
      </h3>
      <DefinitionList
        flow="row"
        items={parts.flatMap((part, i) => {
          const value = shape.referenceQuantiles[i];
          return value === undefined
            ? []
            : [{ key: String(part), term: format.percent(part, { digits: 0 }), value: format.figures(value, 4) }];
        })}
      />
    </section>
  );
}

function Measured({ feature }: { feature: DriftFeature }) {
  const t = useTranslations('drift.detail');
  const format = useFormat();
  const { shape, current, reference, jensenShannon, psi } = feature;
  const bins = shape.kind === 'number' ? shape.reference.length : shape.categories.length;
  return (
    <DefinitionList
      items={[
        {
          key: 'js',
          term: t('jensenShannon'),
          value: jensenShannon === null ? '–' : t('jensenShannonValue', { value: format.score(jensenShannon) }),
        },
        { key: 'psi', term: t('psi'), value: psi === null ? '–' : t('psiValue', { value: format.score(psi) }) },
        { key: 'bins', term: t('bins'), value: t(shape.kind === 'number' ? 'binsNumber' : 'binsCategory', { bins }) },
        {
          key: 'rows',
          term: t('rows'),
          value: t('rowsValue', { compared: current.compared, reference: reference.rows - reference.nulls }),
        },
        {
          key: 'nulls',
          term: t('nulls'),
          value: t('nullsValue', {
            now: format.number(current.nulls),
            rows: format.number(current.rows),
            before: format.number(reference.nulls),
            all: format.number(reference.rows),
          }),
        },
      ]}
    />
  );
}
