import { type ReactElement, useState } from 'react';
import type { ConfigurationAnswer } from '../../../functions/shared/portal/schemas/ats.ts';
import { hasStatus } from '../api/api-error.ts';
import { useEditConfiguration } from '../api/use-configuration.ts';
import { describeError } from '../format/describe-error.ts';
import { useSay } from '../state/use-say.ts';
import { Card } from './card.tsx';
import { ConfirmAction } from './confirm-action.tsx';
import { Notice } from './notice.tsx';
import { StaleEdit } from './stale-edit.tsx';

type Wanted = { enabled: boolean } | { policy: ConfigurationAnswer['policy'] };

/** What staff change of an ATS: whether it is enabled, and its policy. */
export function StaffSettings({ configuration }: { configuration: ConfigurationAnswer }): ReactElement {
  const [overtaken, setOvertaken] = useState<Wanted | null>(null);
  const { mutateAsync, isPending, error } = useEditConfiguration(configuration.ats_id);
  const say = useSay();
  const { enabled, policy } = configuration;
  const other = policy === 'auto' ? 'strict' : 'auto';

  /** That somebody else was faster is no failure of the dialog: it closes, and both are shown side by side. */
  async function save(wanted: Wanted): Promise<boolean> {
    try {
      await mutateAsync({ version: configuration.version, ...wanted });
      setOvertaken(null);
      return true;
    } catch (error) {
      if (!hasStatus(error, 409)) throw error;
      setOvertaken(wanted);
      return false;
    }
  }

  function done(saved: boolean): void {
    if (saved) say('Configuration saved');
  }

  return (
    <Card title="Settings">
      {overtaken && (
        <StaleEdit
          rows={rowsOf(configuration, overtaken)}
          busy={isPending}
          onSaveAnyway={() => void save(overtaken).then(done, () => undefined)}
          onDiscard={() => setOvertaken(null)}
        />
      )}
      {overtaken && error && !hasStatus(error, 409) && (
        <Notice tone="bad" alert title="Not saved">
          <p>{describeError(error)}</p>
        </Notice>
      )}
      <div className="pair">
        <div className="panel">
          <h3>Status</h3>
          <p>
            {enabled
              ? 'Enabled: it may push data, and is sent webhooks.'
              : 'Disabled: its calls are refused.'}
          </p>
          <ConfirmAction
            kind={enabled ? 'danger' : 'primary'}
            danger={enabled}
            label={enabled ? 'Disable' : 'Enable'}
            title={enabled ? `Disable ${configuration.name}?` : `Enable ${configuration.name}?`}
            confirmLabel={enabled ? 'Disable' : 'Enable'}
            action={() => save({ enabled: !enabled })}
            onDone={done}
          >
            {enabled ? (
              <p>
                From now on its REST calls and webhooks are refused with 403. Its deliveries wait, without
                using up attempts, and go on when it is enabled.
              </p>
            ) : (
              <p>Its calls are accepted again, and the deliveries that waited go on.</p>
            )}
          </ConfirmAction>
        </div>
        <div className="panel">
          <h3>Workspace policy</h3>
          <p>
            <code>{policy}</code>: {POLICIES[policy]}
          </p>
          <ConfirmAction
            label={`Change to ${other}`}
            title={`Change the policy to ${other}?`}
            confirmLabel={`Change to ${other}`}
            action={() => save({ policy: other })}
            onDone={done}
          >
            <p>
              <code>{other}</code>: {POLICIES[other]}
            </p>
          </ConfirmAction>
        </div>
      </div>
    </Card>
  );
}

const POLICIES = {
  auto: 'the first event for an unknown client or user provisions its workspace or member.',
  strict:
    'a client must be provisioned first. An event for a workspace that is not ready is accepted, and its webhook says workspace_not_provisioned.',
} as const;

function rowsOf(
  { enabled, policy }: ConfigurationAnswer,
  wanted: Wanted,
): { label: string; now: string; yours: string }[] {
  if ('policy' in wanted) return [{ label: 'Workspace policy', now: policy, yours: wanted.policy }];
  return [{ label: 'Status', now: word(enabled), yours: word(wanted.enabled) }];
}

function word(enabled: boolean): string {
  return enabled ? 'Enabled' : 'Disabled';
}
