export type FormatLocale = 'en' | 'pt-BR';

const words = {
  en: { dates: 'en-GB', to: 'to', points: 'points' },
  'pt-BR': { dates: 'pt-BR', to: 'a', points: 'pontos' },
} as const;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nbsp = '\u00a0';

export type Moment = Date | number | string;

/** Shortens an id in the middle and keeps a row suffix: `019a3f…7c41.0` becomes `019a…7c41.0`. */
export function shortId(id: string): string {
  const dot = id.lastIndexOf('.');
  const body = dot > 0 ? id.slice(0, dot) : id;
  const suffix = dot > 0 ? id.slice(dot) : '';
  return body.length <= 12 ? id : `${body.slice(0, 4)}…${body.slice(-4)}${suffix}`;
}

/**
 * Reads a number typed by a person: comma or point as the language has it; the other sign is accepted when only one
 * reading is possible. Returns null when the text is not a number. `1.234,5` in pt-BR is 1234.5; `7,8` in en is 7.8.
 */
export function parseNumber(text: string, locale: FormatLocale): number | null {
  const compact = text.replace(/[\s  ]/g, '').replace(/^−/, '-');
  if (!/^[-+]?[\d.,]*\d[\d.,]*(e[-+]?\d+)?$/i.test(compact)) return null;
  const decimal = locale === 'pt-BR' ? ',' : '.';
  const group = locale === 'pt-BR' ? '.' : ',';
  const grouped = new RegExp(`^[-+]?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d*)?$`);
  const decimalRepeats = compact.split(decimal).length > 2;
  const normal = grouped.test(compact) ? compact.replaceAll(group, '') : compact;
  if (decimalRepeats || normal.split(/[.,]/).length > 2) return null;
  const value = Number(normal.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}

/**
 * Numbers, units and dates as the interface writes them, all through Intl. `now` and `timeZone` are given, so server and
 * browser write the same text. Shares are 0 to 1, durations milliseconds, sizes bytes.
 */
export function createFormat(options: { locale: FormatLocale; timeZone?: string | undefined; now: Date }) {
  const { locale, timeZone, now } = options;
  const { dates, to, points: pointsWord } = words[locale];
  const date = (value: Moment, style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dates, { ...style, ...(timeZone ? { timeZone } : {}) }).format(new Date(value));
  const signOf = (sign?: boolean) => (sign ? ('exceptZero' as const) : ('negative' as const));

  const number = (value: number, style: { digits?: number; sign?: boolean } = {}) =>
    new Intl.NumberFormat(locale, {
      ...(style.digits === undefined
        ? { maximumFractionDigits: 3 }
        : { minimumFractionDigits: style.digits, maximumFractionDigits: style.digits }),
      signDisplay: signOf(style.sign),
    }).format(value);
  const figures = (value: number, count: number) =>
    new Intl.NumberFormat(locale, { maximumSignificantDigits: count }).format(value);
  const withUnit = (text: string, unit: string) => `${text}${nbsp}${unit}`;
  const percent = (share: number, style: { digits?: number; sign?: boolean } = {}) =>
    new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: style.digits ?? 1,
      maximumFractionDigits: style.digits ?? 1,
      signDisplay: signOf(style.sign),
    }).format(share);
  const pointsValue = (difference: number, digits = 1) => number(difference * 100, { digits, sign: true });
  const time = (value: Moment) => date(value, { hour: '2-digit', minute: '2-digit', hour12: false });
  const isSameYear = (value: Moment) => date(value, { year: 'numeric' }) === date(now, { year: 'numeric' });
  const day = (value: Moment) =>
    date(value, { day: 'numeric', month: 'short', ...(isSameYear(value) ? {} : { year: 'numeric' }) });

  return {
    locale,
    now,
    number,
    figures,
    percent,
    withUnit,
    pointsValue,
    time,
    day,
    /** `+2.2 points` for a difference of shares of 0.022. */
    points: (difference: number, digits = 1) => withUnit(pointsValue(difference, digits), pointsWord),
    /** Three decimals, as in tables: 0.832. */
    score: (value: number) => number(value, { digits: 3 }),
    /** Three decimals or `< 0.001`. */
    pValue: (p: number) => (p < 0.001 ? `<${nbsp}${number(0.001, { digits: 3 })}` : number(p, { digits: 3 })),
    /** `-0.6 to +5.7` from two texts made with the same function. */
    between: (low: string, high: string) => `${low} ${to} ${high}`,
    /** B, kB, MB of 10⁶, GB; three figures. */
    bytes: (size: number) => {
      const scale = size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : size >= 1e3 ? 1e3 : 1;
      return withUnit(
        figures(size / scale, 3),
        scale === 1e9 ? 'GB' : scale === 1e6 ? 'MB' : scale === 1e3 ? 'kB' : 'B',
      );
    },
    /** `0.9 ms`, `48 ms`, `1.2 s`, `3 min 12 s`, `2 h 5 min`, `3 d`. */
    duration: (ms: number) => {
      if (ms < 999.5) return withUnit(figures(ms, ms < 100 ? 2 : 3), 'ms');
      if (ms < minuteMs) return withUnit(figures(ms / 1000, 2), 's');
      if (ms >= 24 * hourMs) return withUnit(number(Math.floor(ms / (24 * hourMs))), 'd');
      const [big, small, units] =
        ms < hourMs
          ? [Math.floor(ms / minuteMs), Math.floor((ms % minuteMs) / 1000), ['min', 's']]
          : [Math.floor(ms / hourMs), Math.floor((ms % hourMs) / minuteMs), ['h', 'min']];
      const first = withUnit(number(big), units[0] ?? '');
      return small === 0 ? first : `${first} ${withUnit(number(small), units[1] ?? '')}`;
    },
    dayTime: (value: Moment) => `${day(value)}, ${time(value)}`,
    /** With seconds, year and zone: for hover and print. */
    exact: (value: Moment) =>
      date(value, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hour12: false,
        timeZoneName: 'short',
      }),
    /** `now`, `4 min ago` for an hour, then `14:16` on the same day, then `28 Aug`. */
    ago: (value: Moment) => {
      const elapsed = now.getTime() - new Date(value).getTime();
      const relative = new Intl.RelativeTimeFormat(dates, { style: 'short', numeric: 'auto' });
      if (elapsed >= 0 && elapsed < minuteMs) return relative.format(0, 'second');
      if (elapsed >= 0 && elapsed < hourMs) return relative.format(-Math.floor(elapsed / minuteMs), 'minute');
      return day(value) === day(now) ? time(value) : day(value);
    },
    shortId,
    parseNumber: (text: string) => parseNumber(text, locale),
  };
}

export type Format = ReturnType<typeof createFormat>;
