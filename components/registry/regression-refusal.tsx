'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { shortId } from '@/components/ui/format';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import { type RefusedTest, readRegressionRefusal } from './read-regression-refusal';

/** Why something did not work; where regression tests stand before it, which ones, and for administrators the way past them. */
export function PromotionFailure({
  error,
  title,
  project,
  mayOverride,
  busy,
  onOverride,
}: {
  error: unknown;
  title: string;
  project: string;
  mayOverride: boolean;
  busy: boolean;
  onOverride: (reason: string) => void;
}) {
  const t = useTranslations('registry.gate');
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const refusal = readRegressionRefusal(error);
  if (!refusal) return <InlineError error={error} title={title} />;
  return (
    <>
      <Note
        kind="bad"
        urgent
        title={t('title', { count: refusal.count, champion: refusal.champion })}
        detail={<Tests project={project} tests={refusal.tests} count={refusal.count} />}
        actions={
          mayOverride ? (
            <Button size="sm" kind="danger" onClick={() => setIsOpen(true)}>
              {t('override')}
            </Button>
          ) : undefined
        }
      >
        {mayOverride ? null : t('ask')}
      </Note>
      <Dialog
        open={isOpen}
        onOpen={setIsOpen}
        keepOpen={reason !== ''}
        question={t('question')}
        answers={
          <>
            <Button onClick={() => setIsOpen(false)}>{t('keep')}</Button>
            <Button
              kind="danger-solid"
              busy={busy}
              locked={reason.trim().length < 3 ? t('reasonMissing') : undefined}
              onClick={() => onOverride(reason.trim())}
            >
              {t('override')}
            </Button>
          </>
        }
      >
        <p>{t('warning')}</p>
        <Field label={t('reason')} required>
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </Dialog>
    </>
  );
}

function Tests({ project, tests, count }: { project: string; tests: readonly RefusedTest[]; count: number }) {
  const t = useTranslations('registry.gate');
  return (
    <ul className="mt-1 flex flex-col gap-0.5">
      {tests.map((test) => (
        <li key={test.rowId}>
          <TextLink href={`/p/${project}/predictions/${test.rowId}`}>
            <code>{shortId(test.rowId)}</code>
          </TextLink>{' '}
          {test.tolerance === null
            ? t('test', { expected: test.expected, answered: test.answered ?? t('nothing') })
            : t('testNumber', {
                expected: test.expected,
                tolerance: String(test.tolerance),
                answered: test.answered ?? t('nothing'),
              })}
        </li>
      ))}
      {count > tests.length ? <li>{t('more', { count: count - tests.length })}</li> : null}
    </ul>
  );
}
