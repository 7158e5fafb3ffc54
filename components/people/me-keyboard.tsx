'use client';
import { useShortcutSettings } from '@/components/shell/shortcut-provider';
import { Button } from '@/components/ui/button';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Switch } from '@/components/ui/switch';
import { useTranslations } from '@/components/ui/use-translations';

export function MeKeyboard() {
  const t = useTranslations('people.me');
  const { openSheet, lettersOn, setLettersOn } = useShortcutSettings();
  return (
    <section aria-labelledby="me-keyboard">
      <SectionHeading id="me-keyboard" title={t('keyboard')} hint={t('keyboardHint')} />
      <Panel className="flex flex-col items-start gap-4">
        <Switch label={t('letters')} hint={t('lettersHint')} checked={lettersOn} onChecked={setLettersOn} />
        <Button onClick={openSheet}>{t('showKeys')}</Button>
      </Panel>
    </section>
  );
}
