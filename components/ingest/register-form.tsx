'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DropZone } from '@/components/ui/drop-zone';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { RadioGroup } from '@/components/ui/radio-group';
import { useTranslations } from '@/components/ui/use-translations';
import { type Model, ModelName, NewElsewhereModel } from '@/lib/domain/registry/schema';
import { api } from '@/lib/platform/http/client';
import { ColumnRows } from './column-rows';
import { type DraftColumn, guessColumns } from './guess-columns';

const HEAD_BYTES = 256 * 1024;
const classesOf = (text: string) =>
  [...new Set(text.split(/[,\n]/).map((name) => name.trim()))].filter((name) => name !== '');

/** Name, kind of answer and columns of a model that another server runs. */
export function RegisterForm({
  project,
  onMade,
}: {
  project: string;
  onMade: (model: Model, sent: NewElsewhereModel) => void;
}) {
  const t = useTranslations('ingest.register');
  const [name, setName] = useState('');
  const [task, setTask] = useState<NewElsewhereModel['task']>('classification');
  const [classes, setClasses] = useState('');
  const [unit, setUnit] = useState('');
  const [columns, setColumns] = useState<DraftColumn[]>([]);
  const [leftOut, setLeftOut] = useState<string[]>([]);
  const [hasLeft, setHasLeft] = useState(false);
  const make = useMutation({
    mutationFn: (body: NewElsewhereModel) => api<Model>('/api/models', { method: 'POST', project, body }),
    onSuccess: onMade,
  });
  const isClasses = task === 'classification';
  const draft = {
    name,
    task,
    classes: isClasses ? classesOf(classes) : [],
    unit: isClasses ? '' : unit,
    columns: columns.filter((column) => column.name.trim() !== ''),
  };
  const checked = NewElsewhereModel.safeParse(draft);
  const isTwice = new Set(draft.columns.map((column) => column.name.trim())).size < draft.columns.length;
  const faults = {
    name: ModelName.safeParse(name).success ? undefined : t('nameRule'),
    classes: isClasses && draft.classes.length < 2 ? t('classesRule') : undefined,
    columns:
      draft.columns.length === 0
        ? t('columnsRule')
        : isTwice
          ? t('columnsTwice')
          : checked.success
            ? undefined
            : t('columnsBad'),
  };
  const shown = (fault: string | undefined) => (hasLeft ? fault : undefined);
  const take = async (file: File) => {
    const found = guessColumns(await file.slice(0, HEAD_BYTES).text());
    setColumns(found.columns);
    setLeftOut(found.leftOut);
  };
  return (
    <form
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setHasLeft(true);
        if (checked.success) make.mutate(checked.data);
      }}
    >
      <Panel>
        <div className="flex flex-col gap-4">
          <Field label={t('name')} hint={t('nameHint')} error={shown(faults.name)} required>
            <Input
              value={name}
              maxLength={128}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <RadioGroup
            label={t('task')}
            value={task}
            onValue={setTask}
            choices={(['classification', 'regression'] as const).map((value) => ({
              value,
              label: t(`tasks.${value}.label`),
              hint: t(`tasks.${value}.hint`),
            }))}
          />
          {isClasses ? (
            <Field label={t('classes')} hint={t('classesHint')} error={shown(faults.classes)} required>
              <Input
                value={classes}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setClasses(event.target.value)}
              />
            </Field>
          ) : (
            <Field label={t('outputUnit')} optional>
              <Input value={unit} maxLength={32} autoComplete="off" onChange={(event) => setUnit(event.target.value)} />
            </Field>
          )}
        </div>
      </Panel>
      <Panel>
        <SectionHeading title={t('columns')} hint={t('columnsHint')} />
        <div className="flex flex-col gap-4">
          <DropZone
            title={t('fromFile')}
            hint={t('fromFileHint')}
            accept={['.csv']}
            onFiles={([file]) => {
              if (file) void take(file);
            }}
          />
          {leftOut.length > 0 ? (
            <p className="text-sm text-ink-2">{t('leftOut', { names: leftOut.join(', ') })}</p>
          ) : null}
          <ColumnRows columns={columns} onColumns={setColumns} />
          {shown(faults.columns) ? (
            <Note kind="bad" urgent>
              {faults.columns}
            </Note>
          ) : null}
        </div>
      </Panel>
      {make.error ? <InlineError error={make.error} title={t('failed')} /> : null}
      <div>
        <Button type="submit" kind="main" busy={make.isPending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}
