'use client';
import { useTranslations } from '@/components/ui/use-translations';
import type { FaultField, Faults, RuleDraft } from './rule-draft';

export interface ModelChoice {
  id: string;
  name: string;
  versions: readonly number[];
  champion: number | null;
}

/** What every part of a rule's form takes. */
export interface FieldsProps {
  draft: RuleDraft;
  faults: Faults;
  /** Takes the new draft, and the fields whose fault it may have mended. */
  onChange: (draft: RuleDraft, ...fields: FaultField[]) => void;
}

/** The sentence of a field's fault, if it has one. */
export function useFault(faults: Faults) {
  const t = useTranslations('alerts.faults');
  return (field: FaultField): string | undefined => {
    const fault = faults[field];
    return fault ? t(fault) : undefined;
  };
}
