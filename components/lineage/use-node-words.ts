'use client';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { LineagePeriod } from '@/lib/domain/lineage/schema';
import type { LineageNode } from './prepare-lineage';

const SHOWN_PERIODS = 2;

export interface NodeWords {
  title: string;
  lines: string[];
  href: string;
}

/** What a node says and where it leads. Runs lead to their version for those who may not see training. */
export function useNodeWords({ project, model, mayTrain }: { project: string; model: string; mayTrain: boolean }) {
  const t = useTranslations('lineage');
  const format = useFormat();
  const base = modelHref(project, model);
  const period = ({ role, from, to }: LineagePeriod) =>
    t(to === null ? 'period.open' : 'period.closed', {
      role: t(`role.${role}`),
      from: format.day(from),
      to: to === null ? '' : format.day(to),
    });
  const periods = (all: readonly LineagePeriod[]): string[] => all.map(period);
  const words = (node: LineageNode): NodeWords => {
    switch (node.stage) {
      case 'dataset':
      case 'collected': {
        const { dataset } = node;
        return {
          title: t('dataset', { name: dataset.name, number: dataset.number }),
          lines: [
            t('rows', { count: dataset.rows, rows: format.number(dataset.rows) }),
            node.stage === 'collected' && dataset.collected?.reviewedOnly
              ? t('reviewed')
              : format.day(dataset.createdAt),
          ],
          href: `/p/${project}/datasets/${dataset.id}?version=${dataset.number}`,
        };
      }
      case 'run': {
        const { run } = node;
        const own = run.version === null ? base : versionHref(project, model, run.version);
        return {
          title: t('run', { number: run.number }),
          lines: [t(`state.${run.state}`), format.day(run.createdAt)],
          href: mayTrain ? `${base}/training/${run.number}` : own,
        };
      }
      case 'version': {
        const { version } = node;
        return {
          title: t('version', { number: version.number }),
          lines: [
            ...(version.isChampion ? [t('champion')] : []),
            ...(version.run === null ? [t('uploaded', { by: version.createdBy })] : []),
            format.day(version.createdAt),
          ],
          href: versionHref(project, model, version.number),
        };
      }
      case 'deployment': {
        const all = periods(node.version.periods.toReversed());
        const more = all.length - SHOWN_PERIODS;
        return {
          title: t('deployment', { number: node.version.number }),
          lines: [...all.slice(0, SHOWN_PERIODS), ...(more > 0 ? [t('more', { count: more })] : [])],
          href: `${base}/promotion`,
        };
      }
      case 'predictions': {
        const { rows, shadowRows, firstCallAt, lastCallAt, number } = node.version;
        return {
          title: t('predictions', { count: rows, rows: format.number(rows) }),
          lines: [
            ...(firstCallAt && lastCallAt ? [format.between(format.day(firstCallAt), format.day(lastCallAt))] : []),
            ...(shadowRows > 0 ? [t('shadowRows', { count: shadowRows, rows: format.number(shadowRows) })] : []),
          ],
          href: `${base}/predictions?version=${number}`,
        };
      }
      case 'feedback': {
        const { feedback, labelled } = node.version;
        return {
          title: t('labels', { count: labelled, rows: format.number(labelled) }),
          lines: [t('verdicts', { right: format.number(feedback.right), wrong: format.number(feedback.wrong) })],
          href: `${base}/feedback`,
        };
      }
    }
  };
  return { words, periods };
}
