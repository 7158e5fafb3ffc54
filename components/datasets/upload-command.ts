/** How a script sends a file; the reply names the upload, its columns and what to save it with. */
export const uploadCommand = (url: string): string =>
  [
    `curl ${url}/api/dataset-uploads?filename=rows.csv \\`,
    '  -H "Authorization: Bearer $IMPLANTA_KEY" -H "Content-Type: text/csv" \\',
    '  --data-binary @rows.csv',
  ].join('\n');
