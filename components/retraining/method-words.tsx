'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { isOutside, type Method } from '@/lib/domain/retraining/schema';
import { writeParameters } from './parameter-lines';

/** An algorithm and its settings in words. */
export function MethodWords({ method }: { method: Method }) {
  const t = useTranslations('retraining.recipe');
  const format = useFormat();
  const settings = isOutside(method)
    ? [
        ...(method.algorithm === 'webhook' ? [t('host', { host: new URL(method.url).host })] : []),
        ...(Object.keys(method.parameters).length === 0 ? [t('noParameters')] : writeParameters(method.parameters)),
      ]
    : method.algorithm === 'gradient-boosting'
      ? [
          t('setting.rounds', { count: method.rounds }),
          t('setting.learningRate', { value: format.number(method.learningRate) }),
          t('setting.leaves', { count: method.leaves }),
          t('setting.minRowsInLeaf', { count: method.minRowsInLeaf }),
          t('setting.l2', { value: format.number(method.l2) }),
          method.earlyStopping
            ? t('setting.earlyStopping', {
                rounds: method.earlyStopping.rounds,
                share: format.percent(method.earlyStopping.share, { digits: 0 }),
              })
            : t('setting.noEarlyStopping'),
        ]
      : [t('setting.l2', { value: format.number(method.l2) }), t(`setting.impute.${method.impute}`)];
  return (
    <>
      {t(`algorithms.${method.algorithm}`)}, {t(`tasks.${method.task}`)}
      <span className="block text-xs text-ink-3">{settings.join(' · ')}</span>
    </>
  );
}
