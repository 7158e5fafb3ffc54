'use client';
import { CodeBlock } from '@/components/ui/code-block';
import { State, type StateKind } from '@/components/ui/state';
import type { TextKey } from '@/components/ui/texts';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type Check, sentenceKey, type Verdict } from '@/lib/domain/validation/schema';

export const KIND_OF_VERDICT: Record<Verdict, StateKind> = { pass: 'ok', warn: 'warn', fail: 'bad', unknown: 'off' };

/** One check: its verdict, why, by which rule, and what to do where it does not hold. */
export function CheckLine({ check }: { check: Check }) {
  const t = useTranslations('validation.report');
  const words = useTranslations('validation.checks');
  const format = useFormat();
  const isWanting = check.verdict === 'fail' || check.verdict === 'warn';
  return (
    <li
      data-check={check.check}
      className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-1 px-5 py-3.5 max-md:grid-cols-1 max-md:px-4"
    >
      <div>
        <State kind={KIND_OF_VERDICT[check.verdict]}>{t(`verdicts.${check.verdict}`)}</State>
      </div>
      <div className="min-w-0 text-md">
        <p className="font-semibold">{words(`names.${check.check}`)}</p>
        <p className="max-w-measure text-ink-2 [overflow-wrap:anywhere]">
          {/* Which sentence tells a check is in the report; a test holds every one of them against the messages. */}
          {words(sentenceKey(check) as TextKey<'validation.checks'>, check.facts)}{' '}
          <Threshold check={check} write={(value) => format.figures(value, 4)} />
        </p>
        {isWanting ? <p className="mt-1 max-w-measure text-sm">{words(`fixes.${check.check}`)}</p> : null}
        {isWanting && check.fix ? (
          <div className="mt-2">
            <CodeBlock
              label={t('fixLabel')}
              samples={[{ key: 'python', label: words(`names.${check.check}`), code: check.fix }]}
            />
          </div>
        ) : null}
      </div>
    </li>
  );
}

function Threshold({ check, write }: { check: Check; write: (value: number) => string }) {
  const t = useTranslations('validation.report');
  const words = useTranslations('validation.checks');
  const key = `limits.${check.check}`;
  if (check.measured === null || check.threshold === null || !words.has(key)) return null;
  // It was asked for just now.
  const limit = words(key as TextKey<'validation.checks'>);
  return <span className="text-ink-3">{t('threshold', { limit, value: write(check.threshold) })}</span>;
}
