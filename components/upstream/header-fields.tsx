'use client';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useTranslations } from '@/components/ui/use-translations';

const EXAMPLE = 'Authorization';

export interface HeaderDraft {
  name: string;
  value: string;
}

/** The header that a draft means; null where it is left empty. */
export const headerOf = ({ name, value }: HeaderDraft) =>
  name.trim() === '' && value === '' ? null : { name: name.trim(), value };

/** A header with a secret that the service wants from the gateway. */
export function HeaderFields({ draft, onDraft }: { draft: HeaderDraft; onDraft: (draft: HeaderDraft) => void }) {
  const t = useTranslations('upstream.service');
  return (
    <div className="grid gap-5 md:grid-cols-2">
      <Field label={t('headerName')} hint={t('headerHint')} optional>
        <Input
          value={draft.name}
          placeholder={EXAMPLE}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onDraft({ ...draft, name: event.target.value })}
        />
      </Field>
      <Field label={t('headerValue')} hint={t('headerValueHint')} optional>
        <Input
          type="password"
          value={draft.value}
          autoComplete="new-password"
          onChange={(event) => onDraft({ ...draft, value: event.target.value })}
        />
      </Field>
    </div>
  );
}
