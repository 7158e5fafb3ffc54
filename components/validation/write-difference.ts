import type { FormatLocale } from '@/components/ui/format';

/** A small difference as people write it: `0`, `0.012`, `3e-7`, with the decimal sign of the language. */
export function writeDifference(value: number, locale: FormatLocale): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 0.001) return new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(value);
  const [digits = '', exponent = ''] = value.toExponential(1).split('e');
  const shown = digits.replace(/\.0$/, '').replace('.', locale === 'pt-BR' ? ',' : '.');
  return `${shown}e${exponent}`;
}
