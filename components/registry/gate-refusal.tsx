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
import type { TextKey } from '@/components/ui/texts';
import { useTranslations } from '@/components/ui/use-translations';
import { type Check, sentenceKey } from '@/lib/domain/validation/schema';
import { type GateRefusal, readGateRefusal } from './read-gate-refusal';

/** Why something did not work; where rules of the model stand before it, which ones, and for administrators the way past them. */
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
  const refusal = readGateRefusal(error);
  if (!refusal) return <InlineError error={error} title={title} />;
  return (
    <>
      <Note
        kind="bad"
        urgent
        title={t('title')}
        detail={<Reasons project={project} refusal={refusal} />}
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

function Reasons({ project, refusal }: { project: string; refusal: GateRefusal }) {
  const t = useTranslations('registry.gate');
  const { isUnexamined, checks, count, champion } = refusal;
  return (
    <ul className="mt-1 flex flex-col gap-1">
      {isUnexamined ? <li>{t('unexamined')}</li> : null}
      {checks.map((check) => (
        <li key={check.check}>
          <Sentence check={check} />
        </li>
      ))}
      {count > 0 ? (
        <li>
          {t('tests', { count, champion: champion ?? 0 })}
          <Tests project={project} refusal={refusal} />
        </li>
      ) : null}
    </ul>
  );
}

function Sentence({ check }: { check: Check }) {
  const t = useTranslations('validation.checks');
  return (
    <>
      <b className="font-semibold">{t(`names.${check.check}`)}:</b> {t(checkKey(check), check.facts)}
    </>
  );
}

// Which sentence tells a check is in the report; a test holds every one of them against the messages.
const checkKey = (check: Check) => sentenceKey(check) as TextKey<'validation.checks'>;

function Tests({ project, refusal: { tests, count } }: { project: string; refusal: GateRefusal }) {
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
