'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { IntlProvider } from 'use-intl';
import type { Locale, Theme } from '@/components/shell/locale';
import type { Messages } from '@/components/shell/messages';
import { createQueryClient } from '@/components/shell/query-client';
import { RememberTimeZone } from '@/components/shell/remember-time-zone';
import { ShortcutProvider } from '@/components/shell/shortcut-provider';
import { Toaster } from '@/components/ui/toast';

export function Providers(props: {
  locale: Locale;
  messages: Messages;
  timeZone: string;
  now: Date;
  theme: Theme;
  nonce?: string | undefined;
  children: ReactNode;
}) {
  const [client] = useState(createQueryClient);
  return (
    <CSPProvider nonce={props.nonce}>
      <QueryClientProvider client={client}>
        <NuqsAdapter>
          <IntlProvider locale={props.locale} messages={props.messages} timeZone={props.timeZone} now={props.now}>
            <Tooltip.Provider delay={400}>
              <ShortcutProvider>{props.children}</ShortcutProvider>
            </Tooltip.Provider>
            <Toaster theme={props.theme} />
            <RememberTimeZone />
          </IntlProvider>
        </NuqsAdapter>
      </QueryClientProvider>
    </CSPProvider>
  );
}
