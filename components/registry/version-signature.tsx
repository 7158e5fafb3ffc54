'use client';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { OverlayView, Version } from '@/lib/domain/registry/schema';
import { type DraftColumn, draftFrom, shownName } from './column-draft';

const COLUMNS_SHOWN = 12;
const CLASSES_SHOWN = 12;

/** Inputs and outputs: name, type, shape, the names of columns and classes. */
export function VersionSignature({ version, overlay }: { version: Version; overlay: OverlayView }) {
  const t = useTranslations('registry.signature');
  const format = useFormat();
  const { signature } = version;
  const { columns } = draftFrom(overlay);
  const classNames = overlay.saved?.content.classNames ?? {};
  const classesOf = (labels: readonly string[] | null) => {
    if (!labels) return null;
    const shown = labels
      .slice(0, CLASSES_SHOWN)
      .map((label) => (classNames[label] ? `${label} ${classNames[label]}` : label));
    const more = labels.length - shown.length;
    return [...shown, ...(more > 0 ? [t('more', { count: more })] : [])].join(', ');
  };
  return (
    <Panel>
      <SectionHeading id="signature" title={t('title')} hint={t(`tasks.${signature.reading.task}`)} />
      <h3 className="text-xs text-ink-3">{t('inputs')}</h3>
      <ul className="mb-3 divide-y divide-line">
        {signature.inputs.map((input) => (
          <li key={input.name} className="py-2">
            <TensorLine
              name={input.name}
              datatype={input.datatype}
              shape={input.shape}
              note={[input.anyRank ? t('anyRank') : null, input.nullable ? t('nullable') : null]
                .filter(Boolean)
                .join(', ')}
            />
            <ColumnNames columns={columns.filter((column) => column.input === input.name && column.index !== null)} />
          </li>
        ))}
      </ul>
      <h3 className="text-xs text-ink-3">{t('outputs')}</h3>
      <ul className="divide-y divide-line">
        {signature.outputs.map((output) => {
          const classes = classesOf(output.classLabels);
          return (
            <li key={output.name} className="py-2">
              <TensorLine name={output.name} datatype={output.datatype} shape={output.shape} note="" />
              {classes ? (
                <p className="mt-0.5 text-xs text-ink-2 [overflow-wrap:anywhere]">
                  {t('classes', { count: format.number(output.classLabels?.length ?? 0), classes })}
                </p>
              ) : null}
            </li>
          );
        })}
      </ul>
      {signature.rowByRow ? <p className="mt-2 text-xs text-ink-3">{t('rowByRow')}</p> : null}
    </Panel>
  );
}

function TensorLine({
  name,
  datatype,
  shape,
  note,
}: {
  name: string;
  datatype: string;
  shape: readonly number[];
  note: string;
}) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
      <code className="[overflow-wrap:anywhere]">{name}</code>
      <span className="ml-auto text-ink-2">{datatype}</span>
      <code className="text-ink-2">{`[${shape.join(', ')}]`}</code>
      {note ? <span className="basis-full text-xs text-ink-3">{note}</span> : null}
    </p>
  );
}

function ColumnNames({ columns }: { columns: readonly DraftColumn[] }) {
  const t = useTranslations('registry.signature');
  if (columns.length === 0) return null;
  const more = columns.length - COLUMNS_SHOWN;
  return (
    <ol className="mt-1.5 flex flex-col gap-0.5 text-xs">
      {columns.slice(0, COLUMNS_SHOWN).map((column) => (
        <li key={column.key} className="flex gap-2">
          <span className="w-6 shrink-0 text-right text-ink-3">{(column.index ?? 0) + 1}</span>
          <code className="min-w-0 [overflow-wrap:anywhere]">{shownName(column)}</code>
          {column.unit ? <span className="text-ink-3">{column.unit}</span> : null}
        </li>
      ))}
      {more > 0 ? <li className="pl-8 text-ink-3">{t('more', { count: more })}</li> : null}
    </ol>
  );
}
