'use client';
import type { ReactNode } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Badge } from '@/components/ui/state';
import { type Column, Dash, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Row, RowField } from '@/lib/domain/registry/schema';
import { rowSnippets, type SampleTensor, tensorSnippets } from './snippets';

export interface ApiViewProps {
  project: string;
  model: string;
  modelId: string;
  url: string;
  fields: readonly RowField[];
  row: Row;
  tensors: readonly SampleTensor[];
  mayManageKeys: boolean;
}

/** Everything that a program needs: addresses, a key, code with the model's real columns, context, answers and limits. */
export function ApiView({ project, model, modelId, url, fields, row, tensors, mayManageKeys }: ApiViewProps) {
  const t = useTranslations('api');
  const name = encodeURIComponent(model);
  const feedback = `curl ${url}/api/predictions/$ROW/feedback \\
  -H "Authorization: Bearer $IMPLANTA_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"verdict":"wrong","reason":"it was another"}'`;
  const upload = `curl -X PUT "${url}/api/models/${name}/versions?filename=model.onnx" \\
  -H "Authorization: Bearer $IMPLANTA_KEY" \\
  -H "Content-Type: application/octet-stream" \\
  --data-binary @model.onnx`;
  return (
    <div className="flex flex-col gap-4">
      <Panel>
        <SectionHeading title={t('key.title')} />
        <p className="max-w-measure text-sm text-ink-2">
          {t('key.body')}{' '}
          {mayManageKeys ? <TextLink href={`/p/${project}/settings/keys`}>{t('key.make')}</TextLink> : t('key.ask')}
        </p>
        <div className="mt-3">
          <CodeBlock
            label={t('key.shell')}
            samples={[{ key: 'shell', label: t('key.shell'), code: 'export IMPLANTA_KEY=imp_…' }]}
          />
        </div>
      </Panel>
      <Sample title={t('rows.title')} hint={t('rows.hint')} address={`POST /api/models/${name}/predict`}>
        <CodeBlock label={t('rows.title')} samples={rowSnippets({ url, model, row })} />
      </Sample>
      <Sample title={t('tensors.title')} hint={t('tensors.hint')} address={`POST /m/${name}/v2/models/${name}/infer`}>
        <CodeBlock label={t('tensors.title')} samples={tensorSnippets({ url, model, inputs: tensors })} />
        <p className="mt-3 max-w-measure text-xs text-ink-3">{t('tensors.others', { model })}</p>
      </Sample>
      <Panel flush>
        <div className="px-5 pt-5 max-md:px-4">
          <SectionHeading
            title={t('schema.title')}
            hint={t('schema.hint', { count: fields.length })}
            actions={<TextLink href={`/api/models/${modelId}/openapi.json`}>{t('schema.openapi')}</TextLink>}
          />
        </div>
        <FieldTable fields={fields} />
      </Panel>
      <Panel>
        <SectionHeading title={t('context.title')} />
        <p className="max-w-measure text-sm text-ink-2">{t('context.body')}</p>
      </Panel>
      <Sample title={t('feedback.title')} hint={t('feedback.hint')} address="POST /api/predictions/ROW/feedback">
        <CodeBlock label={t('feedback.title')} samples={[{ key: 'curl', label: 'curl', code: feedback }]} />
      </Sample>
      <Sample title={t('upload.title')} hint={t('upload.hint')} address={`PUT /api/models/${name}/versions`}>
        <CodeBlock label={t('upload.title')} samples={[{ key: 'curl', label: 'curl', code: upload }]} />
      </Sample>
      <Panel>
        <SectionHeading title={t('answers.title')} />
        <Answers />
      </Panel>
    </div>
  );
}

function Sample({
  title,
  hint,
  address,
  children,
}: {
  title: string;
  hint: string;
  address: string;
  children: ReactNode;
}) {
  return (
    <Panel>
      <SectionHeading title={title} hint={hint} />
      <p className="mb-3 [overflow-wrap:anywhere]">
        <code>{address}</code>
      </p>
      {children}
    </Panel>
  );
}

function FieldTable({ fields }: { fields: readonly RowField[] }) {
  const t = useTranslations('api.schema');
  const format = useFormat();
  const columns: Column<RowField>[] = [
    {
      key: 'name',
      header: t('name'),
      cell: (field) => (
        <>
          <code>{field.name}</code>
          {field.title ? <span className="ml-2 text-ink-3">{field.title}</span> : null}
        </>
      ),
    },
    {
      key: 'type',
      header: t('type'),
      cell: (field) => (
        <span className="whitespace-nowrap">
          {t(`kinds.${field.kind}`)} <code className="text-ink-3">{field.datatype}</code>
          {field.shape.length > 0 ? <code className="ml-1 text-ink-3">[{field.shape.join(', ')}]</code> : null}
        </span>
      ),
    },
    { key: 'unit', header: t('unit'), cell: (field) => field.unit || <Dash /> },
    {
      key: 'range',
      header: t('range'),
      cell: (field) =>
        field.categories.length > 0 ? (
          <span title={field.categories.join(', ')}>
            {field.categories.slice(0, 6).join(', ')}
            {field.categories.length > 6 ? ` … (${format.number(field.categories.length)})` : ''}
          </span>
        ) : field.min !== null && field.max !== null ? (
          format.between(format.number(field.min), format.number(field.max))
        ) : (
          <Dash />
        ),
    },
    {
      key: 'empty',
      header: t('needed'),
      cell: (field) =>
        field.default !== null ? (
          t('default', { value: String(field.default) })
        ) : field.nullable ? (
          <Badge>{t('nullable')}</Badge>
        ) : (
          t('required')
        ),
    },
  ];
  return <Table label={t('title')} columns={columns} rows={fields} rowKey={(field) => field.name} tight />;
}

const STATUSES = ['200', '400', '401', '403', '404', '409', '413', '415', '422', '429', '503', '504'] as const;

function Answers() {
  const t = useTranslations('api.answers');
  return (
    <>
      <p className="mb-4 max-w-measure text-sm text-ink-2">{t('body')}</p>
      <DefinitionList
        items={STATUSES.map((status) => ({ key: status, term: <code>{status}</code>, value: t(`statuses.${status}`) }))}
      />
      <p className="mt-4 max-w-measure text-sm text-ink-2">{t('limits')}</p>
    </>
  );
}
