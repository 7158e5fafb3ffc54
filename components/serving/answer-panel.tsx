'use client';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyId } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { shortId } from '@/components/ui/format';
import { type ProbabilityBar, ProbabilityBars } from '@/components/ui/probability-bars';
import { Skeleton } from '@/components/ui/skeleton';
import { Badge } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FriendlyPrediction, FriendlyReply } from '@/lib/domain/serving/schema';
import type { ClassName } from './class-name';

/** Two classes closer than this are a low margin. */
const LOW_MARGIN = 0.1;
const MOST_BARS = 10;

/** Bars of a row's classes, the likeliest first; each keeps the colour of its place among the model's classes. */
export function barsOf(prediction: FriendlyPrediction, classes: readonly ClassName[]): ProbabilityBar[] {
  return Object.entries(prediction.probabilities ?? {})
    .map(([label, share]) => {
      const place = classes.findIndex((one) => one.label === label);
      return {
        name: classes[place]?.name ?? label,
        share: share ?? 0,
        slot: place >= 0 && place < 6 ? place + 1 : ('other' as const),
      };
    })
    .sort((a, b) => b.share - a.share);
}

/** What the model says of one row: the class with its probabilities, or the number with its unit, and how long it took. */
export function AnswerPanel({
  reply,
  classes,
  isKept,
  isStale,
}: {
  reply: FriendlyReply | undefined;
  classes: readonly ClassName[];
  isKept: boolean;
  isStale: boolean;
}) {
  const t = useTranslations('serving.answer');
  const prediction = reply?.predictions[0];
  if (!reply || !prediction) return <Waiting />;
  return (
    <div aria-live="polite" className={isStale ? 'opacity-60' : undefined}>
      <Verdict prediction={prediction} classes={classes} />
      <div className="mt-5 border-t border-line pt-4">
        <CallFacts reply={reply} prediction={prediction} />
        <p className="mt-3 text-xs text-ink-3">{t(isKept ? 'kept' : 'dry')}</p>
      </div>
    </div>
  );
}

function Waiting() {
  const t = useTranslations('serving.answer');
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-3">{t('waiting')}</p>
      <Skeleton className="h-9 w-40" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-3/4" />
    </div>
  );
}

function Verdict({ prediction, classes }: { prediction: FriendlyPrediction; classes: readonly ClassName[] }) {
  const t = useTranslations('serving.answer');
  const format = useFormat();
  if (prediction.outputs) return <Tensors outputs={prediction.outputs} />;
  if (prediction.value !== undefined)
    return (
      <Headline note={null}>
        {prediction.value === null ? t('noNumber') : format.number(prediction.value)}
        {prediction.unit ? <span className="ml-1.5 text-md font-normal text-ink-3">{prediction.unit}</span> : null}
      </Headline>
    );
  const bars = barsOf(prediction, classes);
  const [first, second] = bars;
  const isClose = first !== undefined && second !== undefined && first.share - second.share < LOW_MARGIN;
  const note = prediction.abstained ? t('tooClose') : isClose ? t('lowMargin') : null;
  return (
    <>
      <Headline note={note}>{prediction.name ?? prediction.label ?? t('noClass')}</Headline>
      {first ? (
        <>
          <p className="mt-1 mb-4 text-sm text-ink-2">
            {t('probability', { share: format.percent(first.share) })}
            {isClose ? ` ${t('close', { name: second.name, share: format.percent(second.share) })}` : ''}
          </p>
          <ProbabilityBars label={t('probabilities')} bars={bars.slice(0, MOST_BARS)} />
          {bars.length > MOST_BARS ? (
            <p className="mt-2 text-xs text-ink-3">{t('ofClasses', { shown: MOST_BARS, total: bars.length })}</p>
          ) : null}
        </>
      ) : null}
    </>
  );
}

function Headline({ note, children }: { note: string | null; children: ReactNode }) {
  const t = useTranslations('serving.answer');
  return (
    <>
      <div className="flex items-center gap-2">
        <span className="text-xs text-ink-3">{t('title')}</span>
        {note ? (
          <span className="ml-auto">
            <Badge tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
              {note}
            </Badge>
          </span>
        ) : null}
      </div>
      <p className="text-[2rem] leading-tight font-semibold tracking-[-0.02em] [overflow-wrap:anywhere]">{children}</p>
    </>
  );
}

function Tensors({ outputs }: { outputs: Record<string, unknown[]> }) {
  const t = useTranslations('serving.answer');
  return (
    <>
      <p className="mb-3 text-xs text-ink-3">{t('title')}</p>
      <DefinitionList
        items={Object.entries(outputs).map(([name, values]) => ({
          key: name,
          term: <code>{name}</code>,
          value: <code>{values.slice(0, 24).map(String).join('  ')}</code>,
        }))}
      />
    </>
  );
}

function CallFacts({ reply, prediction }: { reply: FriendlyReply; prediction: FriendlyPrediction }) {
  const t = useTranslations('serving.answer');
  const format = useFormat();
  const facts = [
    { key: 'latency', term: t('latency'), value: format.duration(reply.latencyMs) },
    { key: 'version', term: t('version'), value: `v${reply.version}` },
  ];
  return (
    <DefinitionList
      flow="row"
      items={
        prediction.id
          ? [
              ...facts,
              {
                key: 'row',
                term: t('row'),
                value: <CopyId id={prediction.id} shown={shortId(prediction.id)} what={t('row')} />,
              },
            ]
          : facts
      }
    />
  );
}
