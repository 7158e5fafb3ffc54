import type { MailContent, MessageLanguage } from '../alerts/schema';
import type { SignedHead } from './schema';

interface Words {
  subject: (day: string) => string;
  events: (events: string) => string;
  keep: string;
  open: string;
}

const WORDS: Record<MessageLanguage, Words> = {
  en: {
    subject: (day) => `Head of the audit trail, ${day}`,
    events: (events) => `The audit trail has ${events} events. This is its signed end:`,
    keep: 'Keep this mail. Whoever changes or cuts what is in the trail now cannot make it fit these lines again. To hold the trail against them, save them as a file and run: npm run --silent admin -- audit verify --head FILE',
    open: 'The trail',
  },
  'pt-BR': {
    subject: (day) => `Fim da trilha de auditoria, ${day}`,
    events: (events) => `A trilha de auditoria tem ${events} eventos. Este é o fim dela, assinado:`,
    keep: 'Guarde este e-mail. Quem mudar ou cortar o que está na trilha agora não consegue mais fazê-la bater com estas linhas. Para conferir a trilha, salve-as num arquivo e execute: npm run --silent admin -- audit verify --head ARQUIVO',
    open: 'A trilha',
  },
};

/** A head as a mail of plain text. */
export function writeHeadMail(
  head: SignedHead,
  { language, url }: { language: MessageLanguage; url: string },
): MailContent {
  const words = WORDS[language];
  const events = new Intl.NumberFormat(language).format(head.events);
  const text = [words.events(events), JSON.stringify(head, null, 2), words.keep, `${words.open}: ${url}`].join('\n\n');
  return { language, subject: `[Implanta] ${words.subject(head.at.slice(0, 10))}`, text: `${text}\n` };
}
