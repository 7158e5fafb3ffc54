import { ModelName } from '@/lib/domain/registry/schema';

/**
 * A model's name from the name of its file: folder and ending go, signs that a name cannot have become hyphens.
 * Example: `weather rf (5).onnx` is `weather-rf-5`; `new.onnx` is `new-model`.
 */
export function proposeModelName(filename: string): string {
  const stem = filename.replace(/^.*[\\/]/, '').replace(/\.[A-Za-z0-9]+$/, '');
  const name = stem
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 120)
    .replace(/[^A-Za-z0-9]+$/, '');
  if (name === '') return 'model';
  return ModelName.safeParse(name).success ? name : `${name}-model`;
}
