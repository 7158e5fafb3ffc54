/**
 * Why a measure has no value. `too-few-raters`: fewer than two rated anything. `no-shared-unit`: no unit has two ratings.
 * `one-class`: all ratings are the same, so that agreement by chance is certain (0/0). `unused-class`: nobody gave that class.
 */
export type NoValue = 'too-few-raters' | 'no-shared-unit' | 'one-class' | 'unused-class';

/** A measure of agreement, or the reason why there is none; never NaN. */
export type AgreementValue =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: NoValue };

/** Example: haveValue(0.5) is { value: 0.5, reason: null }. */
export const haveValue = (value: number): AgreementValue => ({ value, reason: null });

/** Example: haveNoValue('one-class') is { value: null, reason: 'one-class' }. */
export const haveNoValue = (reason: NoValue): AgreementValue => ({ value: null, reason });
