import type { ReactNode } from 'react';
import type { RichTranslationValues, TranslationValues } from 'use-intl';
import type { Messages } from '@/components/shell/messages';

/** What stands at a path of the messages, such as `people.signIn`. */
type At<Texts, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Texts
    ? At<Texts[Head], Rest>
    : never
  : Path extends keyof Texts
    ? Texts[Path]
    : never;

/** The keys of all texts below, joined by dots. */
type Keys<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Key : `${Key}.${Keys<Texts[Key]>}`;
}[keyof Texts & string];

/** A path that names a group of texts; anything else is no argument. */
export type Namespace<Path extends string> = At<Messages, Path> extends string ? never : Path;
export type TextKey<Path extends string> = Keys<At<Messages, Path>>;

/**
 * The texts of one group. Keys are checked against the messages of that group alone: use-intl's own types unfold every key of
 * every room for each call, which the compiler gives up at some thousand texts.
 */
export interface Texts<Path extends string> {
  (key: TextKey<Path>, values?: TranslationValues): string;
  rich: (key: TextKey<Path>, values?: RichTranslationValues) => ReactNode;
  has: (key: string) => boolean;
}
