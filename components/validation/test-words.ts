import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';

/** How the answers of a version are named. */
export interface AnswerWords {
  classNames: Readonly<Record<string, string>>;
  /** Of a number; empty where there is none. */
  unit: string;
}

/** What a test asks for and what was answered, in words. */
export function useTestWords({ classNames, unit }: AnswerWords) {
  const t = useTranslations('validation.regression');
  const format = useFormat();
  const name = (value: string) => classNames[value] || value;
  const number = (value: string) => format.withUnit(format.figures(Number(value), 6), unit).trim();
  return {
    expected: ({ expected, tolerance }: { expected: string; tolerance: number | null }) =>
      tolerance === null
        ? name(expected)
        : t('within', { value: number(expected), tolerance: format.figures(tolerance, 4) }),
    answered: (answered: string | null, tolerance: number | null) =>
      answered === null ? t('noAnswer') : tolerance === null ? name(answered) : number(answered),
  };
}
