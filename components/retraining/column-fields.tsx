'use client';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetVersion } from '@/lib/domain/datasets/schema';
import type { RecipeDraft } from './recipe-draft';

type Columns = Pick<DatasetVersion, 'columns' | 'roles'>;

/** What is learnt: the column that was chosen, else the one that the dataset names. */
export const targetOf = (draft: Pick<RecipeDraft, 'target'>, { roles }: Columns): string | null =>
  draft.target ?? roles.target;

/** What is learnt from: what was chosen, else the features of the dataset. */
export const featuresOf = (draft: Pick<RecipeDraft, 'target' | 'features'>, version: Columns): string[] =>
  draft.features ?? version.roles.features.filter((name) => name !== targetOf(draft, version));

/** The column that is learnt, and those that it is learnt from. */
export function ColumnFields({
  version,
  draft,
  isTried,
  onChange,
}: {
  version: Columns;
  draft: RecipeDraft;
  /** The form was sent once: what is missing is said. */
  isTried: boolean;
  onChange: (part: Partial<RecipeDraft>) => void;
}) {
  const t = useTranslations('retraining.recipe');
  const target = targetOf(draft, version);
  const chosen = featuresOf(draft, version);
  const offered = version.columns.map(({ name }) => name).filter((name) => name !== target);
  return (
    <>
      <Field label={t('target')} error={isTried && target === null ? t('targetMissing') : undefined}>
        <Select
          value={target}
          options={version.columns.map(({ name }) => ({ value: name, label: name }))}
          onValue={(name) =>
            onChange({
              target: name === version.roles.target ? null : name,
              features: draft.features?.filter((feature) => feature !== name) ?? null,
            })
          }
        />
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('features')}</legend>
        <div className="grid max-h-56 gap-1.5 overflow-auto sm:grid-cols-2">
          {offered.map((name) => (
            <Checkbox
              key={name}
              label={<code>{name}</code>}
              checked={chosen.includes(name)}
              onChange={(event) =>
                onChange({
                  features: offered.filter((column) =>
                    column === name ? event.target.checked : chosen.includes(column),
                  ),
                })
              }
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
