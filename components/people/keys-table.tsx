'use client';
import { Button } from '@/components/ui/button';
import { Badge, State } from '@/components/ui/state';
import { Amount, type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ApiKey } from '@/lib/domain/people/schema';

export function KeysTable({ keys, onRevoke }: { keys: readonly ApiKey[]; onRevoke: ((key: ApiKey) => void) | null }) {
  const t = useTranslations('people.keys');
  const format = useFormat();
  const isExpired = (key: ApiKey) => key.expiresAt !== null && new Date(key.expiresAt) <= format.now;
  const stateOf = (key: ApiKey) => (key.revokedAt ? 'revoked' : isExpired(key) ? 'expired' : 'valid');
  const columns: Column<ApiKey>[] = [
    {
      key: 'name',
      header: t('name'),
      cell: (key) => (
        <span className="flex flex-col py-1">
          <span className="font-semibold [overflow-wrap:anywhere]">{key.name}</span>
          <span className="text-xs text-ink-3">
            <code>{`${key.prefix}…`}</code> {t('madeBy', { person: key.createdBy, day: format.day(key.createdAt) })}
          </span>
        </span>
      ),
    },
    {
      key: 'scopes',
      header: t('scopes'),
      phone: 'wide',
      cell: (key) => (
        <span className="inline-flex flex-wrap gap-1">
          {key.scopes.map((scope) => (
            <Badge key={scope}>{t(`scope.${scope}.name`)}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: 'limit',
      header: t('limit'),
      align: 'right',
      cell: (key) =>
        key.callsPerSecond === null ? (
          <span className="text-ink-3">{t('noLimit')}</span>
        ) : (
          <Amount value={format.number(key.callsPerSecond)} unit={t('perSecond')} />
        ),
    },
    {
      key: 'used',
      header: t('lastUsed'),
      cell: (key) =>
        key.lastUsedAt ? (
          <span title={format.exact(key.lastUsedAt)}>{format.ago(key.lastUsedAt)}</span>
        ) : (
          <span className="text-ink-3">{t('unused')}</span>
        ),
    },
    {
      key: 'expires',
      header: t('expires'),
      cell: (key) =>
        key.expiresAt ? (
          <span title={format.exact(key.expiresAt)}>{format.day(key.expiresAt)}</span>
        ) : (
          <span className="text-ink-3">{t('never')}</span>
        ),
    },
    {
      key: 'state',
      header: t('state'),
      cell: (key) => {
        const state = stateOf(key);
        return <State kind={state === 'valid' ? 'ok' : 'off'}>{t(`states.${state}`)}</State>;
      },
    },
  ];
  if (onRevoke)
    columns.push({
      key: 'actions',
      header: t('actions'),
      hideHeader: true,
      align: 'right',
      phone: 'wide',
      cell: (key) =>
        key.revokedAt ? null : (
          <Button size="sm" kind="danger" aria-label={t('revokeOf', { name: key.name })} onClick={() => onRevoke(key)}>
            {t('revoke')}
          </Button>
        ),
    });
  return <Table label={t('title')} columns={columns} rows={keys} rowKey={(key) => key.id} />;
}
