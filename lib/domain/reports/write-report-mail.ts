import type { MailContent, MessageLanguage } from '../alerts/schema';
import type { MonitoringReport } from './schema';

interface ReportWords {
  subject: (model: string, window: string) => string;
  window: (from: string, to: string) => string;
  calls: (calls: string, errors: string, share: string) => string;
  latency: (p95: string, p50: string) => string;
  noCalls: string;
  drift: (alarms: number, days: number) => string;
  noDrift: string;
  accuracy: (value: string, n: string) => string;
  mae: (value: string, n: string) => string;
  noLabels: string;
  incidents: (count: string, open: number) => string;
  open: string;
  footer: (model: string, project: string) => string;
}

const en: ReportWords = {
  subject: (model, window) => `Report of ${model}, ${window}`,
  window: (from, to) => `${from} to ${to}, UTC`,
  calls: (calls, errors, share) => `Calls: ${calls} answered, ${errors} errors (${share} of all).`,
  latency: (p95, p50) => `Latency: p95 ${p95} ms, p50 ${p50} ms.`,
  noCalls: 'Calls: none.',
  drift: (alarms, days) =>
    `Drift: ${alarms === 0 ? 'no alarm' : alarms === 1 ? 'one alarm' : `${alarms} alarms`} in ${days} judged ${days === 1 ? 'day' : 'days'}.`,
  noDrift: 'Drift: no day could be judged.',
  accuracy: (value, n) => `Accuracy by labels: ${value} (n = ${n}).`,
  mae: (value, n) => `Mean absolute error by labels: ${value} (n = ${n}).`,
  noLabels: 'Performance: no labels.',
  incidents: (count, open) => `Incidents: ${count}${open > 0 ? `, ${open} still open` : ''}.`,
  open: 'Open the report',
  footer: (model, project) => `Sent on schedule for ${model} of the project ${project}. The schedule is on that page.`,
};

const ptBR: ReportWords = {
  subject: (model, window) => `Relatório de ${model}, ${window}`,
  window: (from, to) => `${from} a ${to}, UTC`,
  calls: (calls, errors, share) => `Chamadas: ${calls} respondidas, ${errors} erros (${share} de todas).`,
  latency: (p95, p50) => `Latência: p95 ${p95} ms, p50 ${p50} ms.`,
  noCalls: 'Chamadas: nenhuma.',
  drift: (alarms, days) =>
    `Desvio: ${alarms === 0 ? 'nenhum alarme' : alarms === 1 ? 'um alarme' : `${alarms} alarmes`} em ${days} ${days === 1 ? 'dia julgado' : 'dias julgados'}.`,
  noDrift: 'Desvio: nenhum dia pôde ser julgado.',
  accuracy: (value, n) => `Acurácia pelos rótulos: ${value} (n = ${n}).`,
  mae: (value, n) => `Erro absoluto médio pelos rótulos: ${value} (n = ${n}).`,
  noLabels: 'Desempenho: sem rótulos.',
  incidents: (count, open) =>
    `Incidentes: ${count}${open > 0 ? `, ${open} ainda ${open === 1 ? 'aberto' : 'abertos'}` : ''}.`,
  open: 'Abrir o relatório',
  footer: (model, project) =>
    `Enviado conforme a agenda de ${model}, do projeto ${project}. A agenda está nessa página.`,
};

const WORDS: Record<MessageLanguage, ReportWords> = { en, 'pt-BR': ptBR };

/** A report as a short mail of plain text: the numbers that matter, and the way to the page. */
export function writeReportMail(
  report: MonitoringReport,
  to: { language: MessageLanguage; project: string; url: string },
): MailContent {
  const { language, project, url } = to;
  const words = WORDS[language];
  const { model, traffic, drift, performance, incidents } = report;
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
  const count = (value: number) => new Intl.NumberFormat(language).format(value);
  const percent = (share: number) => `${number.format(share * 100)}%`;
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const window = words.window(moment.format(new Date(report.from)), moment.format(new Date(report.to)));
  const { calls, errors, latencyMs } = traffic.totals;
  const all = calls + errors;
  const judged = drift?.watch.days.filter(({ p }) => p !== null).length ?? 0;
  const lines = [
    all === 0 ? words.noCalls : words.calls(count(calls), count(errors), percent(errors / all)),
    ...(latencyMs.p95 === null || latencyMs.p50 === null
      ? []
      : [words.latency(number.format(latencyMs.p95), number.format(latencyMs.p50))]),
    drift && judged > 0 ? words.drift(drift.watch.alarms, judged) : words.noDrift,
    performanceLine(words, performance, { count, percent, write: (value) => number.format(value) }),
    words.incidents(
      report.isCut ? `${incidents.length}+` : count(incidents.length),
      incidents.filter(({ closedAt }) => closedAt === null).length,
    ),
  ];
  return {
    language,
    subject: `[Implanta] ${words.subject(model.name, window)}`,
    text: `${words.subject(model.name, window)}\n\n${lines.join('\n')}\n\n${words.open}: ${url}\n\n-- \n${words.footer(model.name, project)}\n`,
  };
}

function performanceLine(
  words: ReportWords,
  { result, n }: MonitoringReport['performance'],
  { count, percent, write }: Record<'count' | 'percent' | 'write', (value: number) => string>,
): string {
  if (result?.kind === 'classes' && result.measures.accuracy.value !== null)
    return words.accuracy(percent(result.measures.accuracy.value), count(n));
  if (result?.kind === 'numbers' && result.measures.mae.value !== null)
    return words.mae(`${write(result.measures.mae.value)}${result.unit ? ` ${result.unit}` : ''}`, count(n));
  return words.noLabels;
}
