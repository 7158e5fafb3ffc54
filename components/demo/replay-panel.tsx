'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { ProgressBar } from '@/components/ui/progress';
import { Segmented } from '@/components/ui/segmented';
import { State } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type DemoReplay, REPLAY_SPEEDS, type ReplaySpeed } from '@/lib/domain/demo/schema';
import { demoQueries, setReplaySpeed } from './queries';

const stateKinds = { running: 'busy', held: 'off', finished: 'ok', stopped: 'stopped' } as const;

/** How far the replay of a demo model is, and how fast it goes. Draws nothing for other models. */
export function ReplayPanel({ project, model, mayChange }: { project: string; model: string; mayChange: boolean }) {
  const t = useTranslations('demo.replay');
  const format = useFormat();
  const { data } = useQuery(demoQueries.replay(project));
  const replay = data?.replays.find((candidate) => candidate.model === model);
  if (!replay) return null;
  const { state } = replay;
  const share = replay.total === 0 ? 0 : replay.sent / replay.total;
  return (
    <Panel>
      <SectionHeading title={t('title')} actions={<State kind={stateKinds[state]}>{t(`states.${state}`)}</State>} />
      <p className="text-sm text-ink-2">{t('sentence')}</p>
      <p className="mt-3 mb-2 text-md">{t(`reached.${state}`, { time: format.dayTime(replay.simulatedAt) })}</p>
      <ProgressBar label={t('progress')} share={share} />
      <p className="mt-2 text-xs text-ink-3">
        {t('counts', {
          sent: format.number(replay.sent),
          total: format.number(replay.total),
          share: format.percent(share),
          labels: format.number(replay.labels),
        })}
      </p>
      {state === 'finished' || state === 'stopped' ? null : mayChange ? (
        <SpeedChoice project={project} replay={replay} />
      ) : (
        <p className="mt-3 text-sm">{t(`speeds.${replay.speed}`)}</p>
      )}
    </Panel>
  );
}

function SpeedChoice({ project, replay }: { project: string; replay: DemoReplay }) {
  const t = useTranslations('demo.replay');
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (speed: ReplaySpeed) => setReplaySpeed(project, speed),
    onSuccess: (demo) => client.setQueryData(demoQueries.replay(project).queryKey, demo),
  });
  const shown = change.isPending ? change.variables : replay.speed;
  return (
    <div className="mt-4">
      <Segmented
        label={t('speed')}
        className="max-md:flex"
        value={String(shown)}
        onValue={(text) => {
          const speed = REPLAY_SPEEDS.find((known) => String(known) === text);
          if (speed !== undefined) change.mutate(speed);
        }}
        choices={REPLAY_SPEEDS.map((speed) => ({ value: String(speed), label: t(`short.${speed}`) }))}
      />
      <p className="mt-2 text-xs text-ink-3">{t(`speeds.${shown}`)}</p>
      {change.isError ? <InlineError error={change.error} title={t('failed')} /> : null}
    </div>
  );
}
