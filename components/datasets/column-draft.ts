import type { DatasetColumn, DatasetRoles, DatasetType, DatasetUpload } from '@/lib/domain/datasets/schema';

export const COLUMN_ROLES = ['feature', 'target', 'id', 'time', 'entity', 'weight', 'none'] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];
export interface ColumnDraft {
  name: string;
  type: DatasetType;
  role: ColumnRole;
}

const TARGETS = ['target', 'label', 'y', 'class', 'outcome'];
const ENTITIES = ['entity', 'context.entity', 'customer_id', 'user_id'];
const IDS = ['id', 'row_id', 'index'];

/** Types as they were found, and roles by usual names; the first column of moments is the time. Texts are no features until somebody says so. */
export function draftColumns(columns: DatasetUpload['columns']): ColumnDraft[] {
  const named = (names: readonly string[]) => columns.find(({ name }) => names.includes(name.toLowerCase()))?.name;
  const time = columns.find(({ type }) => type === 'time')?.name;
  const [target, entity, id] = [named(TARGETS), named(ENTITIES), named(IDS)];
  const roleOf = ({ name, type }: DatasetColumn): ColumnRole => {
    if (name === target) return 'target';
    if (name === time) return 'time';
    if (name === entity) return 'entity';
    if (name === id) return 'id';
    return type === 'text' || type === 'time' ? 'none' : 'feature';
  };
  return columns.map((column) => ({ name: column.name, type: column.type, role: roleOf(column) }));
}

/** A role that one column has at most is taken from the one that had it. */
export function withRole(columns: readonly ColumnDraft[], name: string, role: ColumnRole): ColumnDraft[] {
  const isSingle = ['target', 'id', 'time', 'weight'].includes(role);
  return columns.map((column) => {
    if (column.name === name) return { ...column, role };
    return isSingle && column.role === role ? { ...column, role: 'none' } : column;
  });
}

export const columnsOf = (columns: readonly ColumnDraft[]): DatasetColumn[] =>
  columns.map(({ name, type }) => ({ name, type }));

export function rolesOf(columns: readonly ColumnDraft[]): DatasetRoles {
  const all = (role: ColumnRole) => columns.filter((column) => column.role === role).map(({ name }) => name);
  const one = (role: ColumnRole) => all(role)[0] ?? null;
  return {
    target: one('target'),
    id: one('id'),
    time: one('time'),
    weight: one('weight'),
    entities: all('entity'),
    features: all('feature'),
  };
}
