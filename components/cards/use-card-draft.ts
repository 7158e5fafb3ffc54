'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Card, CardContent } from '@/lib/domain/cards/schema';
import { findTooLong, isSameContent } from './card-content';
import { cardQueries, type OfVersion, saveCard } from './queries';

const quietMs = 1000;

export type DraftState =
  | { kind: 'untouched' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string }
  | { kind: 'failed'; error: unknown };

const stateSince = (at: string | null): DraftState => (at ? { kind: 'saved', at } : { kind: 'untouched' });

/** The text of a card being written: saved one second after the last change, when a field is left, and when the page is. */
export function useCardDraft(of: OfVersion, start: { content: CardContent; savedAt: string | null }) {
  const client = useQueryClient();
  const [content, setContent] = useState(start.content);
  const [state, setState] = useState<DraftState>(stateSince(start.savedAt));
  const latest = useRef(start.content);
  const saved = useRef(start.content);
  const savedAt = useRef(start.savedAt);
  const running = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { project, model, number } = of;

  const send = useCallback(async () => {
    const sent = latest.current;
    const version = { project, model, number };
    setState({ kind: 'saving' });
    try {
      const draft = await saveCard(version, sent);
      saved.current = sent;
      savedAt.current = draft.createdAt;
      client.setQueryData(cardQueries.detail(version).queryKey, (view) => (view ? { ...view, draft } : view));
      await client.invalidateQueries({ queryKey: cardQueries.history(version).queryKey });
    } catch (error) {
      setState({ kind: 'failed', error });
      throw error;
    }
  }, [client, project, model, number]);

  /** Saves what is not saved yet. One save runs at a time, so that an older text never lands on a newer one. */
  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    while (!isSameContent(latest.current, saved.current) && findTooLong(latest.current).length === 0) {
      running.current ??= send().finally(() => {
        running.current = null;
      });
      await running.current;
    }
    if (isSameContent(latest.current, saved.current)) setState(stateSince(savedAt.current));
  }, [send]);
  const flushQuietly = useCallback(() => {
    // The failure is shown by `state`.
    flush().catch(() => undefined);
  }, [flush]);

  const change = useCallback(
    (next: CardContent) => {
      latest.current = next;
      setContent(next);
      setState((before) => (before.kind === 'saving' ? before : { kind: 'waiting' }));
      clearTimeout(timer.current);
      timer.current = setTimeout(flushQuietly, quietMs);
    },
    [flushQuietly],
  );

  /** Takes a text that the server already holds as the draft. */
  const take = useCallback((card: Card) => {
    const next = { fields: card.fields, markdown: card.markdown };
    clearTimeout(timer.current);
    latest.current = next;
    saved.current = next;
    savedAt.current = card.createdAt;
    setContent(next);
    setState(stateSince(card.createdAt));
  }, []);

  /** The draft was published: nothing waits any more. */
  const settle = useCallback(() => {
    savedAt.current = null;
    setState(stateSince(null));
  }, []);

  useEffect(() => {
    const hold = (event: BeforeUnloadEvent) => {
      if (!isSameContent(latest.current, saved.current)) event.preventDefault();
    };
    window.addEventListener('beforeunload', hold);
    return () => {
      window.removeEventListener('beforeunload', hold);
      flushQuietly();
    };
  }, [flushQuietly]);

  return { content, state, change, flush, flushQuietly, take, settle };
}

export type CardDraft = ReturnType<typeof useCardDraft>;
