import { describeRequestReading } from '../support/describe-request-reading.ts';
import { openAts } from './support/open-ats.ts';

/**
 * The proxy of Hosting answers 500 to what is sent in chunks or with `Expect`, and the emulator of functions takes in a whole body
 * before it hands it on, however large it is.
 */
const FIREBASE = { stops: /chunked|Expect|announced as huge/, adds: 'x-powered-by' };

describeRequestReading(
  'Firebase Hosting',
  async () => {
    const ats = await openAts('reading');
    const { base_url, ats_id, api_key, incoming_secret } = ats.account;
    return {
      restUrl: base_url,
      webhooksUrl: base_url,
      atsId: ats_id,
      apiKey: api_key,
      incomingSecret: incoming_secret,
      now: () => Date.now(),
      stop: () => ats.close(),
    };
  },
  FIREBASE,
);
