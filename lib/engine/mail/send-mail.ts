import { createTransport } from 'nodemailer';

/** `refused`: the server said for ever (5xx); `status`: it said for now (4xx); `login`: it does not take our name and password. */
export type MailOutcome =
  | { ok: true; status: number | null }
  | { ok: false; reason: 'refused' | 'status' | 'login'; status: number | null }
  | { ok: false; reason: 'no-address' | 'no-connection' | 'timeout' };

export interface Mail {
  /** smtp://name:password@host:587, or smtps:// for TLS from the start. */
  server: string;
  /** An address, or `Name <address>`. */
  from: string;
  to: string;
  subject: string;
  text: string;
  language: string;
  /** The same in every try, so that a second one is recognisable: it becomes the Message-ID. */
  id: string;
  timeoutMs: number;
}

const oneLine = (text: string): string => text.replace(/\p{C}+/gu, ' ').trim();
const domainOf = (from: string): string => /@([^\s@<>]+)>?$/.exec(from)?.[1] ?? 'localhost';

/** One try. Never throws. */
export async function sendMail(mail: Mail): Promise<MailOutcome> {
  const { timeoutMs } = mail;
  const server = new URL(mail.server);
  for (const step of ['dnsTimeout', 'connectionTimeout', 'greetingTimeout', 'socketTimeout'])
    server.searchParams.set(step, String(timeoutMs));
  const transport = createTransport(server.href);
  const to = { name: '', address: mail.to };
  let timer: NodeJS.Timeout | undefined;
  // Each step has its time; so has the whole, or a server that answers drop by drop would hold the line.
  const end = new Promise<MailOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: 'timeout' }), timeoutMs);
  });
  const sent = transport
    .sendMail({
      from: mail.from,
      to,
      subject: oneLine(mail.subject),
      text: mail.text,
      messageId: `<${mail.id}@${domainOf(mail.from)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    .then(({ response }): MailOutcome => ({ ok: true, status: Number.parseInt(response, 10) || null }), outcomeOf);
  return Promise.race([sent, end]).finally(() => {
    clearTimeout(timer);
    transport.close();
  });
}

function outcomeOf(error: { code?: unknown; responseCode?: unknown }): MailOutcome {
  const { code } = error;
  const status = typeof error.responseCode === 'number' ? error.responseCode : null;
  if (code === 'EAUTH') return { ok: false, reason: 'login', status };
  if (status !== null) {
    // A greeting of 554 is about the server; a 5xx answer to the envelope or the message is about this mail.
    const isOfMail = code === 'EENVELOPE' || code === 'EMESSAGE';
    return { ok: false, reason: status >= 500 && isOfMail ? 'refused' : 'status', status };
  }
  if (code === 'EDNS') return { ok: false, reason: 'no-address' };
  return { ok: false, reason: code === 'ETIMEDOUT' ? 'timeout' : 'no-connection' };
}
