// Mail: one message to one address by the operator's own SMTP server.
// Promises that a try ends within its time, never throws, and has the same Message-ID as the tries before it.
export { type Mail, type MailOutcome, sendMail } from './send-mail';
