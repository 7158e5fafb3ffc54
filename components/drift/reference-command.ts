/** The shell line that sends training rows; `{version}` stands for the number of the version. The key stays in the caller's environment. */
export const referenceCommand = (url: string, model: string): string =>
  [
    'curl --data-binary @train.csv',
    '-H "Authorization: Bearer $IMPLANTA_KEY"',
    '-H "Content-Type: text/csv"',
    `'${url}/api/models/${encodeURIComponent(model)}/versions/{version}/reference?filename=train.csv'`,
  ].join(' \\\n  ');
