'use client';
import { CodeBlock } from '@/components/ui/code-block';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import { readParameters } from './parameter-lines';
import type { RecipeFieldsProps } from './recipe-draft';

const COMMAND = 'IMPLANTA_KEY=imp_… python -m implanta runner --script train.py --url ';

/** What a trainer outside is told, and where it is. */
export function OutsideFields({ draft, faults, onChange }: RecipeFieldsProps) {
  const t = useTranslations('retraining.recipe');
  const read = readParameters(draft.parameters);
  return (
    <>
      {draft.algorithm === 'webhook' ? (
        <Field label={t('url')} hint={t('urlHint')} error={faults.includes('url') ? t('urlFault') : undefined}>
          <Input type="url" value={draft.url} onChange={(event) => onChange({ url: event.target.value })} />
        </Field>
      ) : (
        <div className="flex flex-col gap-2 text-sm">
          <p>{t('python')}</p>
          <CodeBlock
            label={t('algorithms.python')}
            samples={[{ key: 'sh', label: 'bash', code: `${COMMAND}${location.origin}` }]}
          />
        </div>
      )}
      <Field
        label={t('parameters')}
        hint={t('parametersHint')}
        error={faults.includes('parameters') && 'line' in read ? t('parametersFault', { line: read.line }) : undefined}
        optional
      >
        <Textarea
          className="font-mono"
          value={draft.parameters}
          onChange={(event) => onChange({ parameters: event.target.value })}
        />
      </Field>
    </>
  );
}
