'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { RadioGroup } from '@/components/ui/radio-group';
import { useTranslations } from '@/components/ui/use-translations';
import { ERASE_BY, type EraseBy, type ErasureResult } from '@/lib/domain/erasure/schema';
import { erase, erasureQueries } from './queries';
import { WouldErase } from './would-erase';

/** First what would be erased, then the project's name, then it is erased. */
export function EraseForm({ project, name }: { project: string; name: string }) {
  const t = useTranslations('erasure');
  const client = useQueryClient();
  const [by, setBy] = useState<EraseBy>('entity');
  const [value, setValue] = useState('');
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<ErasureResult | null>(null);
  const look = useMutation({ mutationFn: () => erase(project, { by, value }), onSuccess: setFound });
  const act = useMutation({
    mutationFn: (confirmation: string) => erase(project, { by, value, confirmation, name: typed }),
    onSuccess: async (done) => {
      setFound(done);
      setTyped('');
      setValue('');
      await client.invalidateQueries({ queryKey: erasureQueries.list(project).queryKey });
      // What other pages hold of these rows is no more.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'erasures' && queryKey[0] !== 'people' });
    },
  });
  const begin = () => {
    setFound(null);
    setTyped('');
    act.reset();
  };
  const confirmation = found?.confirmation ?? null;
  const isNothing = found !== null && found.rows === 0 && Object.values(found.erased).every((n) => n === 0);
  return (
    <Panel>
      <form
        method="post"
        noValidate
        className="flex max-w-xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== '') look.mutate();
        }}
      >
        <RadioGroup
          label={t('by')}
          value={by}
          onValue={(next) => {
            setBy(next);
            begin();
          }}
          choices={ERASE_BY.map((one) => ({ value: one, label: t(`bys.${one}`), hint: t(`byHints.${one}`) }))}
        />
        <Field label={t(`values.${by}`)}>
          <Input
            value={value}
            maxLength={256}
            autoComplete="off"
            onChange={({ target }) => {
              setValue(target.value);
              begin();
            }}
          />
        </Field>
        {look.isError ? <InlineError error={look.error} title={t('notLooked')} /> : null}
        <div>
          <Button
            type="submit"
            kind="main"
            busy={look.isPending}
            {...(value.trim() === '' ? { locked: t('sayWho') } : {})}
          >
            {t('look')}
          </Button>
        </div>
      </form>
      {found ? <WouldErase project={project} found={found} /> : null}
      {confirmation !== null && !isNothing ? (
        <form
          method="post"
          noValidate
          className="mt-5 flex max-w-xl flex-col gap-4 border-t border-line pt-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed === name) act.mutate(confirmation);
          }}
        >
          <Note kind="warn" title={t('forGood')}>
            {t('forGoodHint')}
          </Note>
          <Field label={t('name', { name })}>
            <Input value={typed} autoComplete="off" onChange={({ target }) => setTyped(target.value)} />
          </Field>
          {act.isError ? <InlineError error={act.error} title={t('notErased')} /> : null}
          <div>
            <Button
              type="submit"
              kind="danger-solid"
              busy={act.isPending}
              {...(typed === name ? {} : { locked: t('nameDiffers') })}
            >
              {t('act')}
            </Button>
          </div>
        </form>
      ) : null}
    </Panel>
  );
}
