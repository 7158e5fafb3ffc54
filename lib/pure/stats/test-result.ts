/** A test statistic and its p value; both NaN where the values allow no answer. */
export interface TestResult {
  readonly statistic: number;
  readonly pValue: number;
}
