import { signWebhook } from '../../functions/shared/core/signature/sign-webhook.ts';

/** One signature, to try a verifier of your own with. */
interface SignatureVector {
  name: string;
  /** Whether a verifier is to take it, at `now`. */
  valid: boolean;
  secret: string;
  /** The time of the verifier, in unix seconds. */
  now: number;
  header: string;
  /** The body as text; its UTF-8 bytes are what is signed. */
  body: string;
  /** The same bytes in base64, for whom an editor may change the text. */
  body_base64: string;
}

const T = 1772015400;
const BODY = '{"event":"candidate.created","event_id":"evt_1","data":{"candidate_id":"c-1"}}';
/** Not a secret of anybody's. */
const SECRET = 'example-of-a-secret';
const OTHER = 'example-of-another-secret';
/** As every webhook is signed while a rotation's overlap lasts. */
const OVERLAP = {
  newest: 'example-of-a-new-secret',
  previous: 'example-of-the-secret-before',
};
const OVERLAPPING = signWebhook({
  secrets: [OVERLAP.newest, OVERLAP.previous],
  timestampSeconds: T,
  body: Buffer.from(BODY),
});

const signed = (secret: string, body: string, timestampSeconds = T) =>
  signWebhook({ secrets: [secret], timestampSeconds, body: Buffer.from(body) });
const v1Of = (secret: string, body: string) => signed(secret, body).replace(/^t=\d+,/, '');

type Choice = Partial<Pick<SignatureVector, 'secret' | 'now' | 'header' | 'body'>>;

function vector(name: string, valid: boolean, choice: Choice = {}): SignatureVector {
  const { secret = SECRET, now = T, body = BODY } = choice;
  const { header = signed(secret, body) } = choice;
  return { name, valid, secret, now, header, body, body_base64: Buffer.from(body).toString('base64') };
}

/** `docs/signature-vectors.json`: right signatures, in every form that may come, and wrong ones. */
export function signatureVectors(): string {
  const vectors = [
    vector('a plain body', true),
    vector('text that is not ASCII', true, { body: '{"name":"Zoë Łukasz 漢字 🙂"}' }),
    vector('é as one character', true, { body: '{"name":"Ren\u00e9"}' }),
    vector('é as two characters: other bytes, another signature', true, { body: '{"name":"Rene\u0301"}' }),
    vector('escapes are signed as they stand', true, { body: '{"name":"Ren\\u00e9","path":"a\\/b"}' }),
    vector('spaces, line ends and numbers are signed as they stand', true, {
      body: '{\r\n  "n": 1.0,\n\t"m": 12345678901234567890 }\n',
    }),
    vector('a secret that is not ASCII: its UTF-8 bytes are the key', true, { secret: 'clé-d’exemple-🔑' }),
    vector('a long secret', true, { secret: 'example-'.repeat(12) }),
    vector('an empty body', true, { body: '' }),
    vector('two v1: the secret that is verified with is that of the first', true, {
      header: `${signed(SECRET, BODY)},${v1Of(OTHER, BODY)}`,
    }),
    vector('two v1: the secret that is verified with is that of the last', true, {
      header: `${signed(OTHER, BODY)},${v1Of(SECRET, BODY)}`,
    }),
    vector('an overlap of secrets: verified with the new one', true, {
      secret: OVERLAP.newest,
      header: OVERLAPPING,
    }),
    vector('the same, verified with the old one', true, { secret: OVERLAP.previous, header: OVERLAPPING }),
    vector('after the overlap, verified with the old one', false, {
      secret: OVERLAP.previous,
      header: signed(OVERLAP.newest, BODY),
    }),
    vector('parts of other names are passed over', true, {
      header: `t=${T},v0=00,${v1Of(SECRET, BODY)},v2=abc,key=1`,
    }),
    vector('t after v1', true, { header: `${v1Of(SECRET, BODY)},t=${T}` }),
    vector('spaces about the parts', true, { header: `t=${T}, ${v1Of(SECRET, BODY)}` }),
    vector('hex in upper case', true, {
      header: signed(SECRET, BODY).replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase()),
    }),
    vector('300 s late', true, { now: T + 300 }),
    vector('300 s early', true, { now: T - 300 }),
    vector('301 s late', false, { now: T + 301 }),
    vector('301 s early', false, { now: T - 301 }),
    vector('another secret', false, { header: signed(OTHER, BODY) }),
    vector('a body that was written anew', false, {
      header: signed(SECRET, BODY),
      body: JSON.stringify(JSON.parse(BODY), null, 1),
    }),
    vector('another time than was signed', false, { header: `t=${T + 1},${v1Of(SECRET, BODY)}` }),
    vector('two t', false, { header: `t=${T},${signed(SECRET, BODY)}` }),
    vector('no t', false, { header: v1Of(SECRET, BODY) }),
    vector('no v1', false, { header: `t=${T}` }),
    vector('half a v1', false, { header: signed(SECRET, BODY).slice(0, -32) }),
    vector('a v1 without a value', false, { header: `t=${T},v1` }),
    vector('the signature under another name', false, {
      header: signed(SECRET, BODY).replace('v1=', 'v0='),
    }),
    vector('a t with a sign', false, { header: signed(SECRET, BODY).replace('t=', 't=+') }),
    vector('no header', false, { header: '' }),
  ];
  return `${JSON.stringify({ signed_bytes: '<t> + "." + the bytes of the body', algorithm: 'HMAC-SHA256, lower-case hex', vectors }, null, 2)}\n`;
}
