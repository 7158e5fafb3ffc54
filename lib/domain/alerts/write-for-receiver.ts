import type { Webhook } from './schema';

/** Slack reads &, < and > as its own signs. */
const slackText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Teams reads Markdown; names come from people. */
const plainMarkdown = (text: string) => text.replace(/[\\`*_[\]()#>~|]/g, '\\$&');

/** A message in the shape that its receiver takes: a line with the way to its page for Slack and Teams, else the payload as it is. */
export function writeForReceiver(
  format: Webhook['format'],
  { line, url, open, payload }: { line: string; url: string; open: string; payload: object },
): string {
  if (format === 'json') return JSON.stringify(payload);
  if (format === 'slack') return JSON.stringify({ text: `${slackText(line)}\n<${url}|${open}>` });
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [{ type: 'TextBlock', wrap: true, text: plainMarkdown(line) }],
    actions: [{ type: 'Action.OpenUrl', title: open, url }],
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card };
  return JSON.stringify({ type: 'message', attachments: [attachment] });
}
