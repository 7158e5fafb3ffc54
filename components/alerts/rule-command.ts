/** The shell line that makes a rule. The key stays in the caller's environment. */
export function ruleCommand(url: string, model: string): string {
  const limits = { basis: 'fixed', alert: 0.05 };
  const body = { name: `Errors of ${model}`, model, measure: 'error-share', comparison: 'above', limits, leastN: 20 };
  return [
    `curl ${url}/api/alert-rules`,
    '-H "Authorization: Bearer $IMPLANTA_KEY"',
    "-H 'Content-Type: application/json'",
    `-d '${JSON.stringify(body)}'`,
  ].join(' \\\n  ');
}
