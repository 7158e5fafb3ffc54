import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { messagesOf } from '@/components/shell/messages';
import { getPreferences } from '@/components/shell/translations';
import { Providers } from './providers';
import './globals.css';

export const metadata: Metadata = { title: { default: 'Implanta', template: '%s · Implanta' } };
export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f8f7' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1112' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme, density, timeZone, nonce, now } = await getPreferences();
  return (
    <html lang={locale} data-theme={theme} data-density={density} suppressHydrationWarning>
      <body>
        <Providers
          locale={locale}
          messages={messagesOf(locale)}
          now={now}
          nonce={nonce}
          timeZone={timeZone}
          theme={theme}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
