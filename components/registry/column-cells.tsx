'use client';
import clsx from 'clsx';
import { CircleAlert } from 'lucide-react';
import { memo } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { controlClass, Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { ColumnKind } from '@/lib/domain/registry/schema';
import { CategoriesCell } from './categories-cell';
import type { DraftColumn } from './column-draft';
import { PersonalSelect } from './personal-select';

export type CellProps = {
  column: DraftColumn;
  index: number;
  onColumn: (index: number, patch: Partial<DraftColumn>) => void;
};

const selectClass = clsx(controlClass, 'h-control cursor-pointer');
const isNumeric = (kind: ColumnKind) => kind === 'number' || kind === 'integer';

export const NameCell = memo(function NameCell({
  column,
  index,
  fault,
  onColumn,
}: CellProps & { fault: string | undefined }) {
  const t = useTranslations('registry.columns');
  const id = `column-${index}`;
  const isOpen = column.name.trim() === '';
  return (
    <span className="grid w-54 grid-cols-[1.5rem_minmax(0,1fr)] items-center gap-x-1.5 py-1.5 max-md:w-full">
      <span className="text-right text-xs text-ink-3">{index + 1}</span>
      <Input
        aria-label={t('nameOf', { number: index + 1 })}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault || isOpen ? `${id}-note` : undefined}
        value={column.name}
        placeholder={column.plainName}
        maxLength={128}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onColumn(index, { name: event.target.value })}
        className="font-mono"
      />
      {fault ? (
        <span id={`${id}-note`} className="col-start-2 flex items-start gap-1 text-xs text-bad">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5! shrink-0" />
          {fault}
        </span>
      ) : isOpen ? (
        <span id={`${id}-note`} className="col-start-2 text-xs text-warn">
          {t('needsName')}
        </span>
      ) : null}
    </span>
  );
});

export const TitleCell = memo(function TitleCell({ column, index, onColumn }: CellProps) {
  const t = useTranslations('registry.columns');
  return (
    <Input
      aria-label={t('titleOf', { number: index + 1 })}
      value={column.title}
      maxLength={128}
      onChange={(event) => onColumn(index, { title: event.target.value })}
      className="md:w-24"
    />
  );
});

export const KindCell = memo(function KindCell({ column, index, kinds, onColumn }: CellProps & { kinds: string }) {
  const t = useTranslations('registry.columns');
  return (
    <select
      aria-label={t('kindOf', { number: index + 1 })}
      value={column.kind}
      onChange={(event) => onColumn(index, { kind: ColumnKind.parse(event.target.value) })}
      className={clsx(selectClass, 'md:w-25')}
    >
      {ColumnKind.options
        .filter((kind) => kind === column.kind || kinds.split(',').includes(kind))
        .map((kind) => (
          <option key={kind} value={kind}>
            {t(`kinds.${kind}`)}
          </option>
        ))}
    </select>
  );
});

export const UnitCell = memo(function UnitCell({ column, index, onColumn }: CellProps) {
  const t = useTranslations('registry.columns');
  return (
    <Input
      aria-label={t('unitOf', { number: index + 1 })}
      value={column.unit}
      maxLength={32}
      onChange={(event) => onColumn(index, { unit: event.target.value })}
      className="md:w-16"
    />
  );
});

export const RangeCell = memo(function RangeCell({ column, index, onColumn }: CellProps) {
  const t = useTranslations('registry.columns');
  if (column.kind === 'category') return <CategoriesCell column={column} index={index} onColumn={onColumn} />;
  if (!isNumeric(column.kind)) return <span className="text-ink-3">–</span>;
  return (
    <span className="flex items-center gap-1.5">
      <NumberInput
        aria-label={t('minOf', { number: index + 1 })}
        value={column.min}
        onValue={(min) => onColumn(index, { min })}
        className="md:w-18"
      />
      <span className="text-xs text-ink-3">{t('to')}</span>
      <NumberInput
        aria-label={t('maxOf', { number: index + 1 })}
        value={column.max}
        onValue={(max) => onColumn(index, { max })}
        className="md:w-18"
      />
    </span>
  );
});

export const NullCell = memo(function NullCell({
  column,
  index,
  mayBeNull,
  onColumn,
}: CellProps & { mayBeNull: boolean }) {
  const t = useTranslations('registry.columns');
  return (
    <span className="flex items-center gap-2">
      {mayBeNull ? (
        <Checkbox
          label={t('nullOf', { number: index + 1 })}
          hideLabel
          checked={column.nullable}
          onChange={(event) => onColumn(index, { nullable: event.target.checked })}
        />
      ) : (
        <span className="text-xs text-ink-3" title={t('neverNull')}>
          {t('no')}
        </span>
      )}
      <DefaultField column={column} index={index} onColumn={onColumn} />
    </span>
  );
});

function DefaultField({ column, index, onColumn }: CellProps) {
  const t = useTranslations('registry.columns');
  const label = t('defaultOf', { number: index + 1 });
  if (column.kind === 'image') return null;
  if (isNumeric(column.kind))
    return (
      <NumberInput
        aria-label={label}
        placeholder={t('fields.default')}
        value={typeof column.default === 'number' ? column.default : null}
        onValue={(value) => onColumn(index, { default: value })}
        className="md:w-18"
      />
    );
  if (column.kind === 'boolean')
    return (
      <select
        aria-label={label}
        value={column.default === null ? '' : String(column.default)}
        onChange={(event) =>
          onColumn(index, { default: event.target.value === '' ? null : event.target.value === 'true' })
        }
        className={selectClass}
      >
        <option value="">–</option>
        <option value="true">{t('yes')}</option>
        <option value="false">{t('no')}</option>
      </select>
    );
  return (
    <Input
      aria-label={label}
      placeholder={t('fields.default')}
      value={typeof column.default === 'string' ? column.default : ''}
      maxLength={1024}
      onChange={(event) => onColumn(index, { default: event.target.value === '' ? null : event.target.value })}
      className="md:w-18"
    />
  );
}

export const PersonalCell = memo(function PersonalCell({ column, index, onColumn }: CellProps) {
  const t = useTranslations('registry.columns');
  return (
    <PersonalSelect
      label={t('personalOf', { number: index + 1 })}
      title={t(`personalMeans.${column.personal}`)}
      value={column.personal}
      onValue={(personal) => onColumn(index, { personal })}
    />
  );
});

export const ExamplesCell = memo(function ExamplesCell({ column }: { column: DraftColumn }) {
  const format = useFormat();
  const values = column.values.filter((value) => value !== null).slice(0, 3);
  if (values.length === 0) return <span className="text-ink-3">–</span>;
  return (
    <span className="line-clamp-2 max-w-24 text-xs text-ink-2 [overflow-wrap:anywhere] max-md:max-w-none">
      {values.map((value) => (typeof value === 'number' ? format.figures(value, 4) : String(value))).join(' · ')}
    </span>
  );
});
