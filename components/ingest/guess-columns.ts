import { parseCsvHeader } from '@/components/ui/csv-header';
import type { NewElsewhereModel } from '@/lib/domain/registry/schema';
import { profileColumn } from '@/lib/pure/tabular/column-profile';

export type DraftColumn = NewElsewhereModel['columns'][number];

/** Fields of a row that are no inputs. */
const FIELDS =
  /^(id|time|timestamp|prediction|predicted|y_pred|y_hat|score|scores|score\..*|label|target|y_true|latency_?ms|context\..*)$/i;
const LINES = 500;
const MAX_CATEGORIES = 200;

/**
 * The columns of a CSV file, from its beginning: names from the header, kinds from the first 500 lines; fields that are no inputs are left
 * out. A text of few values is a category.
 */
export function guessColumns(text: string): { columns: DraftColumn[]; leftOut: string[] } {
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const header = parseCsvHeader(head).filter((name) => name !== '');
  const cells = lines
    .slice(0, LINES)
    .filter((line) => line !== '')
    .map((line) => parseCsvHeader(line));
  const columns = header.flatMap((name, at): DraftColumn[] => {
    if (FIELDS.test(name)) return [];
    const profile = profileColumn(cells.map((row) => row[at] ?? ''));
    const isNumber = profile.type === 'number' || profile.type === 'integer' || profile.type === 'empty';
    const categories = isNumber || !profile.categories ? [] : profile.categories.map(({ value }) => value);
    const kind = isNumber ? 'number' : categories.length > 0 ? 'category' : 'text';
    return [{ name: name.slice(0, 128), kind, unit: '', categories: categories.slice(0, MAX_CATEGORIES) }];
  });
  return { columns, leftOut: header.filter((name) => FIELDS.test(name)) };
}
