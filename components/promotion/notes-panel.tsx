'use client';
import { type Definition, DefinitionList } from '@/components/ui/definition-list';
import { Panel } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReleaseNotes } from '@/lib/domain/promotion/schema';
import { useFindingText } from './use-finding-text';

const KINDS = { pass: 'ok', warn: 'warn', fail: 'bad' } as const;

/** What differs between a version and the champion before it. */
export function NotesPanel({ notes }: { notes: ReleaseNotes }) {
  const t = useTranslations('promotion.notes');
  const live = useTranslations('promotion.live');
  const format = useFormat();
  const tell = useFindingText();
  const differ = ({ added, removed }: { added: readonly string[]; removed: readonly string[] }) =>
    added.length + removed.length === 0
      ? t('same')
      : [...added.map((name) => `+ ${name}`), ...removed.map((name) => `− ${name}`)].join(', ');
  const tests = (of: ReleaseNotes['regression']['before']) =>
    of === null ? t('notRun') : t('tests', { passed: of.passed, all: of.passed + of.failed, learnt: of.learnt });
  const { fileBytes, latencyMsP50, trainedOn, evaluation, regression } = notes;
  const score = (value: number) =>
    evaluation?.measure === 'accuracy' ? format.percent(value, { digits: 1 }) : format.figures(value, 4);
  const items: Definition[] = [
    { key: 'inputs', term: t('inputs'), value: differ(notes.inputs) },
    { key: 'classes', term: t('classes'), value: differ(notes.classes) },
    { key: 'operators', term: t('operators'), value: differ(notes.operators) },
    {
      key: 'file',
      term: t('file'),
      value: t('fromTo', { before: format.bytes(fileBytes.before), after: format.bytes(fileBytes.after) }),
    },
    {
      key: 'latency',
      term: t('latency'),
      value: t('fromTo', {
        before: format.duration(latencyMsP50.before),
        after: format.duration(latencyMsP50.after),
      }),
    },
    {
      key: 'training',
      term: t('training'),
      value: trainedOn
        ? t('trainedOn', {
            rows: trainedOn.rows,
            until: trainedOn.cutOff === null ? t('noDate') : format.exact(trainedOn.cutOff),
          })
        : t('notTrainedHere'),
    },
    {
      key: 'evaluation',
      term: evaluation ? t(`measures.${evaluation.measure}`) : t('evaluation'),
      value: evaluation
        ? t('evaluated', { before: score(evaluation.before), after: score(evaluation.after), rows: evaluation.rows })
        : t('notEvaluated'),
    },
    {
      key: 'regression',
      term: t('regression'),
      value: t('fromTo', { before: tests(regression.before), after: tests(regression.after) }),
    },
    ...notes.live.map((finding) => ({
      key: finding.rule,
      term: live(`rules.${finding.rule}`),
      value: (
        <>
          <State kind={KINDS[finding.verdict]}>{live(`words.${finding.verdict}`)}</State> {tell(finding)}
        </>
      ),
    })),
  ];
  return (
    <Panel>
      <DefinitionList items={items} />
    </Panel>
  );
}
