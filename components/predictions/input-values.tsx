'use client';
import { Dash } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { LoggedCell, LoggedInput } from '@/lib/domain/predictions/schema';

const MOST_SHOWN = 12;

/** The value of an input or output as it was kept: a number with its unit, a text, or the first of many. */
export function InputValues({ input }: { input: Pick<LoggedInput, 'values' | 'unit' | 'personal' | 'shape'> }) {
  const t = useTranslations('predictions.detail');
  const format = useFormat();
  const { values, unit, personal } = input;
  const write = (cell: LoggedCell) =>
    cell === null ? t('missing') : typeof cell === 'number' ? format.number(cell) : String(cell);
  if (personal === 'drop') return <span className="text-ink-3">{t('dropped')}</span>;
  if (values === null) return <span className="text-ink-3">{t('notKept', { shape: input.shape.join(' × ') })}</span>;
  if (values.length === 0) return <Dash />;
  if (values.length === 1) {
    const [only = null] = values;
    return (
      <span>
        {personal === 'hash' && only !== null ? <code>{String(only)}</code> : write(only)}
        {only !== null && unit ? <span className="ml-1 text-xs text-ink-3">{unit}</span> : null}
      </span>
    );
  }
  return (
    <span>
      <code>{values.slice(0, MOST_SHOWN).map(write).join('  ')}</code>
      {values.length > MOST_SHOWN ? (
        <span className="ml-1.5 text-xs text-ink-3">{t('ofValues', { n: format.number(values.length) })}</span>
      ) : null}
    </span>
  );
}
