import type { PersonalContextView } from '@/lib/domain/predictions/schema';
import type { PersonalContext, PersonalRule } from '@/lib/domain/registry/schema';

/** Keys that have a rule or that newer calls had, in alphabetical order. */
export const contextKeys = ({ rules, seen }: PersonalContextView): string[] =>
  [...new Set([...Object.keys(rules), ...seen])].sort();

export const keptOf = (rules: PersonalContext, key: string): PersonalRule =>
  Object.hasOwn(rules, key) ? (rules[key] ?? 'keep') : 'keep';

/** The rules with another one for a key. */
export function withRule(rules: PersonalContext, key: string, kept: PersonalRule): PersonalContext {
  const { [key]: _, ...others } = rules;
  return kept === 'keep' ? others : { ...others, [key]: kept };
}
