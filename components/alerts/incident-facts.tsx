'use client';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { writeRange } from '@/components/shell/range';
import { DefinitionList } from '@/components/ui/definition-list';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { IncidentDetail } from '@/lib/domain/alerts/schema';
import { MEASURES } from '@/lib/domain/alerts/schema';
import { useAlertWords } from './use-alert-words';

const MINUTE_MS = 60_000;

/** The rule, the versions and the window of an incident, each with the way to its place. */
export function IncidentFacts({
  project,
  incident,
  mayManage,
}: {
  project: string;
  incident: IncidentDetail;
  mayManage: boolean;
}) {
  const t = useTranslations('alerts.incident');
  const format = useFormat();
  const words = useAlertWords();
  const { rule, model, latest } = incident;
  const { definition } = rule;
  const { measure, hysteresis } = definition;
  const base = modelHref(project, model.name);
  const window = {
    from: new Date(latest.from),
    to: new Date(Math.ceil(Date.parse(latest.to) / MINUTE_MS) * MINUTE_MS),
  };
  const span = { from: format.dayTime(window.from), to: format.dayTime(window.to) };
  const place =
    measure === 'feedback-wrong'
      ? { href: `${base}/feedback`, label: t('feedbackLink') }
      : MEASURES[measure].of === 'one'
        ? { href: `${base}/drift?range=${writeRange(window)}`, label: t('driftLink', span) }
        : { href: `${base}/monitoring?range=${writeRange(window)}`, label: t('windowLink', span) };
  const { learnt } = latest;
  const items = [
    {
      key: 'value',
      term: t('value'),
      value: [latest.value === null ? '–' : words.value(measure, latest.value), words.counted(measure, latest.n)]
        .filter((part) => part !== null)
        .join(', '),
    },
    {
      key: 'limit',
      term: t('limit'),
      value: latest.alert ? words.band(measure, latest.alert) : '–',
    },
    ...(learnt && learnt.mean !== null && learnt.deviation !== null
      ? [
          {
            key: 'learnt',
            term: '',
            value: t('learntFrom', {
              mean: words.value(measure, learnt.mean),
              deviation: words.value(measure, learnt.deviation),
              days: learnt.days,
            }),
          },
        ]
      : []),
    { key: 'window', term: t('window'), value: <TextLink href={place.href}>{place.label}</TextLink> },
    { key: 'model', term: t('model'), value: <TextLink href={base}>{model.name}</TextLink> },
    {
      key: 'versions',
      term: t('versions'),
      value:
        latest.versions.length === 0 ? (
          <span className="text-ink-3">{t('noVersions')}</span>
        ) : (
          <span className="flex flex-wrap gap-x-3">
            {latest.versions.map((number) => (
              <TextLink key={number} href={versionHref(project, model.name, number)}>
                {words.version(number)}
              </TextLink>
            ))}
          </span>
        ),
    },
    {
      key: 'rule',
      term: t('rule'),
      value:
        rule.id === null ? (
          <span className="text-ink-3">{t('ruleGone')}</span>
        ) : mayManage ? (
          <TextLink href={`/p/${project}/alerts?rule=${rule.id}`}>{t('editRule')}</TextLink>
        ) : (
          rule.name
        ),
    },
    { key: 'watches', term: t('watches'), value: words.rule(definition) },
    {
      key: 'hysteresis',
      term: t('hysteresis'),
      value: t('opens', { k: hysteresis.openAfter, n: hysteresis.openOf, m: hysteresis.closeAfter }),
    },
    { key: 'owner', term: t('owner'), value: rule.owner },
  ];
  return <DefinitionList items={items} />;
}
