/** One change that an ATS tells of; sent again, it is the very same. */
export interface Push {
  source: 'rest' | 'webhook';
  /** The `Idempotency-Key` or `event_id`. */
  key: string;
  event: string;
  clientId: string;
  userId: string;
  method: 'POST' | 'PATCH';
  /** Of REST; webhooks have one path. */
  path: string;
  body: string;
}

export interface Connection {
  source: Push['source'];
  name: string;
  random: () => number;
  /** Those that were pushed over it and not changed since. */
  candidates: Candidate[];
}

interface Candidate extends Pick<Push, 'clientId' | 'userId'> {
  candidateId: string;
}

const PUSHES_PER_CLIENT = 20;
const USERS_PER_CLIENT = 3;
const CHANGE_SHARE = 0.3;
const DELETION_SHARE = 0.3;

/**
 * The next change over a connection, number `count` of all connections together: mostly a new candidate, now and then a change to
 * one of the connection's own. Every so often there is a new client, so that provisioning is interrupted too.
 */
export function nextPush(connection: Connection, count: number): Push {
  const { source, name, random, candidates } = connection;
  const key = `${name}-${count}`;
  const known = random() < CHANGE_SHARE ? takeOne(connection) : undefined;
  if (known) {
    const action = source === 'webhook' && random() < DELETION_SHARE ? 'deleted' : 'updated';
    return encode(source, { key, action, candidate: known, fields: { last_name: `Byron ${count}` } });
  }
  const candidate = {
    candidateId: `c-${key}`,
    clientId: `client-${Math.floor(count / PUSHES_PER_CLIENT)}`,
    userId: `user-${count % USERS_PER_CLIENT}`,
  };
  candidates.push(candidate);
  const fields = { first_name: 'Ada', last_name: `LOVELACE ${count}`, email: ` ${key}@Example.COM ` };
  return encode(source, { key, action: 'created', candidate, fields });
}

/** Each is changed once at most, so that nothing changes what a deletion has removed. */
function takeOne({ random, candidates }: Connection): Candidate | undefined {
  return candidates.splice(Math.floor(random() * candidates.length), 1)[0];
}

interface Change {
  key: string;
  action: 'created' | 'updated' | 'deleted';
  candidate: Candidate;
  fields: Record<string, string>;
}

function encode(source: Push['source'], { key, action, candidate, fields }: Change): Push {
  const { candidateId, clientId, userId } = candidate;
  const event = `candidate.${action}`;
  const common = { source, key, event, clientId, userId };
  if (source === 'rest' && action === 'updated') {
    const path = `/v1/candidates/${candidateId}`;
    return { ...common, method: 'PATCH', path, body: JSON.stringify(fields) };
  }
  const record = { candidate_id: candidateId, ...fields };
  if (source === 'rest') {
    return { ...common, method: 'POST', path: '/v1/candidates', body: JSON.stringify(record) };
  }
  const envelope = { event, event_id: key, client_id: clientId, user_id: userId };
  return { ...common, method: 'POST', path: '', body: JSON.stringify({ ...envelope, ...record }) };
}
