/** Who did something, and how they came in. */
export interface Actor {
  kind: 'administrator' | 'staff' | 'command_line' | 'system';
  /** An e-mail address, or the account of the machine that a command was run under. */
  name: string;
}

/** What was done before anybody was there to do it, such as the demo's first ATS. */
export const SYSTEM: Actor = { kind: 'system', name: 'CarvOS' };

/** Places that the list of all ATSs' activity is spread over. */
export const ACTIVITY_SHARDS = 4;

export type ActivityAction =
  | 'ats.created'
  | 'configuration.changed'
  | 'api_key.rotated'
  | 'webhook_secret.rotated'
  | 'webhook_secret.overlap_ended'
  | 'webhook_secrets.revealed'
  | 'administrator.invited'
  | 'administrator.password_mailed';

/** One field that is another now. Keys and secrets are only named: their values are in no activity, sealed or not. */
export interface ActivityChange {
  field: string;
  before: string | boolean | null;
  after: string | boolean | null;
}

/** One change of an ATS's configuration, or a look at its secrets, under `ats/{atsId}/activity/{activityId}`; written in the commit of the change itself. */
export interface Activity {
  activityId: string;
  atsId: string;
  /** Epoch ms. */
  createdAt: number;
  actor: Actor;
  action: ActivityAction;
  changes: readonly ActivityChange[];
  /** Where it stands in the list of all ATSs, which would otherwise grow at one place. */
  shard: number;
}
