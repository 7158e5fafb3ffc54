/** The shell line that sends the truth about one row. The key stays in the caller's environment. */
export const labelCommand = (url: string): string =>
  [
    `curl '${url}/api/labels'`,
    '-H "Authorization: Bearer $IMPLANTA_KEY"',
    "-H 'Content-Type: application/json'",
    `-d '{"labels": [{"predictionId": "ID.0", "value": "VALUE", "source": "automatic"}]}'`,
  ].join(' \\\n  ');
