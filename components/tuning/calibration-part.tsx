'use client';
import { Button } from '@/components/ui/button';
import { useTranslations } from '@/components/ui/use-translations';
import { PLAIN } from '@/lib/pure/answer-settings/settings';
import { Part } from './part';
import type { PartProps } from './settings-editor';
import { useSettingsWords } from './use-settings-words';

/** How probabilities are corrected, learnt from labelled rows. */
export function CalibrationPart({ draft, settings, onChange, onPropose, isBusy }: PartProps) {
  const t = useTranslations('tuning.calibration');
  const words = useSettingsWords(settings);
  const kinds = settings.classes.length === 2 ? (['platt', 'bins'] as const) : (['temperature'] as const);
  const { calibration } = draft;
  const [said] = calibration ? words({ ...PLAIN, calibration }) : [t('none')];
  return (
    <Part title={t('title')} sentence={t('sentence')}>
      <p className="w-full text-sm font-medium">{said}</p>
      {kinds.map((kind) => (
        <Button key={kind} busy={isBusy} onClick={() => onPropose({ kind })}>
          {t(kind)}
        </Button>
      ))}
      {calibration ? <Button onClick={() => onChange({ calibration: null })}>{t('remove')}</Button> : null}
    </Part>
  );
}
