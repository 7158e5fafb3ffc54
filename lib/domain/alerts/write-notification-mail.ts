import type { Notification, NotificationKind } from '../people/schema';
import type { MailContent, MessageLanguage } from './schema';

type Sentence = (values: Record<string, string | undefined>) => string;

interface NotificationWords {
  sentences: Record<NotificationKind, Sentence>;
  open: string;
  footer: string;
}

const writeDay = (locale: string, day = ''): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(day));

const enThread: Sentence = ({ name, model }) => `${name} wrote about an answer of ${model}`;
const en: NotificationWords = {
  sentences: {
    'feedback-settled': ({ model, outcome, value }) =>
      outcome === 'label'
        ? `What you reported about ${model} was settled: ${value}`
        : outcome === 'inputs-wrong'
          ? `What you reported about ${model} was settled: the inputs were wrong`
          : `What you reported about ${model} was settled: nobody can tell what it was`,
    'answer-fixed': ({ model, version, value }) =>
      `${model} v${version} now says ${value} where you reported a wrong answer`,
    'answer-learnt': ({ model, version, value, day }) =>
      `You reported an answer of ${model} on ${writeDay('en-GB', day)}; it was ${value}. Version ${version} was trained with it`,
    'thread-comment': enThread,
    'thread-resolved': enThread,
    'thread-reopened': enThread,
    'promotion-paused': ({ model, version }) => `The promotion of ${model} v${version} waits for you`,
  },
  open: 'Open the row',
  footer: 'You asked to be told by mail when you gave this feedback.',
};

const ptBRThread: Sentence = ({ name, model }) => `${name} escreveu sobre uma resposta de ${model}`;
const ptBR: NotificationWords = {
  sentences: {
    'feedback-settled': ({ model, outcome, value }) =>
      outcome === 'label'
        ? `O que você apontou em ${model} foi decidido: ${value}`
        : outcome === 'inputs-wrong'
          ? `O que você apontou em ${model} foi decidido: as entradas estavam erradas`
          : `O que você apontou em ${model} foi decidido: ninguém sabe dizer o que era`,
    'answer-fixed': ({ model, version, value }) =>
      `${model} v${version} agora responde ${value} onde você apontou um erro`,
    'answer-learnt': ({ model, version, value, day }) =>
      `Você relatou uma resposta de ${model} em ${writeDay('pt-BR', day)}; era ${value}. A versão ${version} foi treinada com esse caso`,
    'thread-comment': ptBRThread,
    'thread-resolved': ptBRThread,
    'thread-reopened': ptBRThread,
    'promotion-paused': ({ model, version }) => `A promoção de ${model} v${version} espera por você`,
  },
  open: 'Abrir a linha',
  footer: 'Você pediu para ser avisado por e-mail quando enviou este feedback.',
};

const WORDS: Record<MessageLanguage, NotificationWords> = { en, 'pt-BR': ptBR };

/** A notification as a short mail of plain text, in the person's language, with the way to the page. */
export function writeNotificationMail(
  { kind, values, link }: Pick<Notification, 'kind' | 'values' | 'link'>,
  { language, publicUrl }: { language: MessageLanguage; publicUrl: string },
): MailContent {
  const words = WORDS[language];
  const sentence = words.sentences[kind](values);
  return {
    language,
    subject: `[Implanta] ${sentence}`,
    text: `${sentence}.\n\n${words.open}: ${publicUrl}${link}\n\n-- \n${words.footer}\n`,
  };
}
