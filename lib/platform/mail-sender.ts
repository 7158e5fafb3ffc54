import { env } from './env';

/** The operator's mail server and the address that mail comes from; null where SMTP_URL is not set. */
export function mailSender(): { server: string; from: string } | null {
  const { SMTP_URL, MAIL_FROM, PUBLIC_URL } = env();
  if (!SMTP_URL) return null;
  const host = PUBLIC_URL ? new URL(PUBLIC_URL).hostname : 'localhost';
  return { server: SMTP_URL, from: MAIL_FROM ?? `Implanta <implanta@${host}>` };
}
