// Columns of the demo's flights, as its overlay has them.
import fs from 'node:fs';
import path from 'node:path';

const overlay = path.resolve(import.meta.dirname, '../demo/flights/overlay.json');
const { columns } = JSON.parse(fs.readFileSync(overlay, 'utf8'));
export const CATEGORIES = columns.filter(({ kind }) => kind === 'category').map(({ name }) => name);
export const NUMBERS = columns.filter(({ kind }) => kind !== 'category').map(({ name }) => name);
