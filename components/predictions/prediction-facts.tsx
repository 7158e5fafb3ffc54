'use client';
import type { ReactNode } from 'react';
import { CopyId } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { shortId } from '@/components/ui/format';
import { Note } from '@/components/ui/note';
import { SectionHeading } from '@/components/ui/panel';
import { ProbabilityBars } from '@/components/ui/probability-bars';
import { Badge } from '@/components/ui/state';
import { Dash } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { PredictionDetail } from '@/lib/domain/predictions/schema';
import { InputValues } from './input-values';
import { CallerName, VerdictMark } from './row-cells';

/** Everything that is known of one row, in the order of a reader: answer, inputs, context, how it came, what was said about it. */
export function PredictionFacts({
  detail,
  project,
  narrow = false,
  saidDetails = {},
}: {
  detail: PredictionDetail;
  project: string;
  narrow?: boolean;
  /** What each verdict says beside right or wrong, by its id. */
  saidDetails?: Readonly<Record<string, ReactNode>>;
}) {
  const t = useTranslations('predictions.detail');
  return (
    <div className="flex flex-col gap-7">
      <Answer detail={detail} />
      <Part title={t('inputs')}>
        {detail.truncated ? <Note kind="info">{t('truncated')}</Note> : null}
        <DefinitionList
          items={detail.inputs.map((input) => ({
            key: input.name,
            term: (
              <>
                {input.title || input.name}
                {input.title ? <code className="ml-1.5 text-ink-3">{input.name}</code> : null}
              </>
            ),
            value: <InputValues input={input} />,
          }))}
        />
      </Part>
      <Part title={t('context')} hint={t('contextHint')}>
        <ContextList context={detail.context} />
      </Part>
      <Part title={t('call')}>
        <CallFacts detail={detail} project={project} />
      </Part>
      {narrow ? null : <RawOutputs detail={detail} />}
      <Part title={t('said')}>
        <Judgements detail={detail} saidDetails={saidDetails} />
      </Part>
    </div>
  );
}

function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section>
      <SectionHeading title={title} hint={hint} />
      {children}
    </section>
  );
}

function Answer({ detail }: { detail: PredictionDetail }) {
  const t = useTranslations('predictions.detail');
  const format = useFormat();
  const { answer } = detail;
  const number = answer.value === null ? null : format.number(answer.value);
  const bars = answer.probabilities
    ?.map((one, i) => ({ name: one.name, share: one.share ?? 0, slot: i < 6 ? i + 1 : ('other' as const) }))
    .sort((a, b) => b.share - a.share);
  return (
    <section aria-label={t('answer')}>
      <p className="text-2xl font-semibold tracking-[-0.02em]">
        {answer.name ?? number ?? (detail.outcome || t('tensors'))}
        {number !== null && answer.unit ? (
          <span className="ml-1 text-sm font-normal text-ink-3">{answer.unit}</span>
        ) : null}
        {detail.isAbstained ? (
          <span className="ml-2 align-middle text-sm font-normal tracking-normal">
            <Badge tone="warn">{t('tooClose')}</Badge>
          </span>
        ) : null}
      </p>
      {bars && bars.length > 0 ? (
        <div className="mt-3">
          <ProbabilityBars label={t('probabilities')} bars={bars.slice(0, 10)} />
          {bars.length > 10 ? (
            <p className="mt-2 text-xs text-ink-3">{t('ofClasses', { shown: 10, total: bars.length })}</p>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function ContextList({ context }: { context: PredictionDetail['context'] }) {
  const t = useTranslations('predictions.detail');
  const entries = Object.entries(context ?? {});
  if (entries.length === 0) return <p className="text-sm text-ink-3">{t('noContext')}</p>;
  return <DefinitionList items={entries.map(([key, value]) => ({ key, term: <code>{key}</code>, value }))} />;
}

function CallFacts({ detail, project }: { detail: PredictionDetail; project: string }) {
  const t = useTranslations('predictions.detail');
  const origins = useTranslations('predictions.filters.origins');
  const format = useFormat();
  const at = `/p/${project}/models/${encodeURIComponent(detail.model.name)}`;
  const waited = t('timing', { queue: format.duration(detail.queueMs), run: format.duration(detail.runMs) });
  return (
    <DefinitionList
      items={[
        { key: 'at', term: t('at'), value: format.exact(detail.at) },
        {
          key: 'version',
          term: t('version'),
          value: (
            <TextLink href={`${at}/versions/${detail.version}`}>
              {detail.model.name} v{detail.version}
            </TextLink>
          ),
        },
        ...(detail.settings === null
          ? []
          : [
              {
                key: 'settings',
                term: t('settings'),
                value: (
                  <TextLink href={`${at}/versions/${detail.version}/settings`}>
                    {t('settingsNumber', { number: detail.settings })}
                  </TextLink>
                ),
              },
            ]),
        {
          key: 'latency',
          term: t('latency'),
          value: detail.latencyMs === null ? t('noLatency') : `${format.duration(detail.latencyMs)} (${waited})`,
        },
        { key: 'caller', term: t('caller'), value: <CallerName caller={detail.caller} /> },
        { key: 'origin', term: t('origin'), value: `${origins(detail.origin)}, ${detail.protocol}, ${detail.route}` },
        ...(detail.shadow
          ? [
              {
                key: 'shadow',
                term: t('shadow'),
                value: t('shadowSaid', { version: detail.shadow.version, outcome: detail.shadow.outcome }),
              },
            ]
          : []),
        { key: 'rows', term: t('rows'), value: format.number(detail.rows) },
        {
          key: 'id',
          term: t('row'),
          value: <CopyId id={detail.rowId} shown={shortId(detail.rowId)} what={t('row')} />,
        },
        {
          key: 'request',
          term: t('request'),
          value: detail.requestId ? (
            <CopyId id={detail.requestId} shown={shortId(detail.requestId)} what={t('request')} />
          ) : (
            <Dash />
          ),
        },
      ]}
    />
  );
}

function RawOutputs({ detail }: { detail: PredictionDetail }) {
  const t = useTranslations('predictions.detail');
  return (
    <Part title={t('outputs')}>
      <DefinitionList
        items={detail.outputs.map((output) => ({
          key: output.name,
          term: <code>{output.name}</code>,
          value: <InputValues input={{ ...output, unit: '', personal: 'keep' }} />,
        }))}
      />
    </Part>
  );
}

function Judgements({
  detail,
  saidDetails,
}: {
  detail: PredictionDetail;
  saidDetails: Readonly<Record<string, ReactNode>>;
}) {
  const t = useTranslations('predictions.detail');
  const sources = useTranslations('predictions.sources');
  const format = useFormat();
  const entries = [
    ...detail.labels.map((label) => ({
      key: `label ${label.source}`,
      at: label.arrivedAt,
      children: (
        <span>
          {t('label', { value: label.value })} <Badge>{sources(sourceOf(label.source))}</Badge>
        </span>
      ),
    })),
    ...detail.judgements.map((judgement) => ({
      key: judgement.id,
      at: judgement.at,
      children: (
        <span>
          <VerdictMark verdict={judgement.verdict} /> {judgement.givenBy}
          {judgement.expected ? `, ${t('expected', { value: judgement.expected })}` : ''}
          {judgement.editedAt ? (
            <span className="text-ink-3" title={format.exact(judgement.editedAt)}>
              {' '}
              {t('edited', { time: format.ago(judgement.editedAt) })}
            </span>
          ) : null}
          {judgement.reason ? <span className="block text-ink-2">“{judgement.reason}”</span> : null}
          {saidDetails[judgement.id]}
        </span>
      ),
    })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  if (entries.length === 0) return <p className="text-sm text-ink-3">{t('nothingSaid')}</p>;
  return (
    <Timeline
      label={t('said')}
      entries={entries.map(({ at, ...entry }) => ({
        ...entry,
        time: <span title={format.exact(at)}>{format.ago(at)}</span>,
      }))}
    />
  );
}

const SOURCES = ['automatic', 'random-sample', 'review', 'complaint'] as const;
const sourceOf = (source: string) => SOURCES.find((known) => known === source) ?? 'automatic';
