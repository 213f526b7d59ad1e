import dns from 'node:dns';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { describeHttpSenderContract, requestTo } from '../../ports/http-sender.contract.ts';
import type { HttpSender } from '../../ports/http-sender.ts';
import { eachRequest, Servers } from '../../ports/http-sender-servers.contract.ts';
import { endProcesses, startProcess } from '../test-processes/start-process.ts';
import { createGotHttpSender } from './got-http-sender.ts';

describeHttpSenderContract('the sender on got', createGotHttpSender);

describe('the sender on got', () => {
  const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  let servers: Servers;
  let sender: HttpSender;
  beforeEach(() => {
    servers = new Servers();
    sender = createGotHttpSender();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await endProcesses();
    await servers.closeAll();
  });

  const send = (url: string, options = {}) => sender.send(requestTo(url, options));

  /** A server whose connections each follow a plan: what is written for request 0, 1, … `reset` resets. */
  async function planned(...plans: string[][]): Promise<{ url: string; requests: string[] }> {
    const requests: string[] = [];
    const url = await servers.raw((socket, connection) =>
      eachRequest(socket, (_, request) => {
        requests.push(`${connection}.${request}`);
        const answer = plans[connection]?.[request] ?? 'reset';
        if (answer === 'reset') socket.resetAndDestroy();
        else if (answer.endsWith('reset'))
          socket.write(answer.slice(0, -'reset'.length), () => socket.resetAndDestroy());
        else if (answer !== 'nothing') socket.write(answer);
      }),
    );
    return { url, requests };
  }

  describe('connections', () => {
    test('are used again, one request after another', async () => {
      const { url, requests } = await planned([OK, OK, OK]);

      for (let n = 0; n < 3; n += 1) expect(await send(url)).toMatchObject({ statusCode: 200 });

      expect(requests).toEqual(['0.0', '0.1', '0.2']);
    });

    test('are used again after an answer without a body, and an error status', async () => {
      const { url, requests } = await planned([
        'HTTP/1.1 204 No Content\r\n\r\n',
        'HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n',
        OK,
      ]);

      for (let n = 0; n < 3; n += 1) await send(url);

      expect(requests).toEqual(['0.0', '0.1', '0.2']);
    });

    test('are not used again when the answer was cut', async () => {
      const { url, requests } = await planned(
        [`HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n${'x'.repeat(200)}`],
        [OK],
      );

      expect(await send(url, { maxResponseBytes: 100 })).toMatchObject({ bodyTruncated: true });
      expect(await send(url)).toMatchObject({ kind: 'response', bodyTruncated: false });

      expect(requests).toEqual(['0.0', '1.0']);
    });

    test('are not used again after the deadline', async () => {
      const { url, requests } = await planned(['nothing'], [OK]);

      expect(await send(url, { timeoutMs: 500 })).toMatchObject({ failure: 'timeout' });
      expect(await send(url)).toMatchObject({ statusCode: 200 });

      expect(requests).toEqual(['0.0', '1.0']);
    });

    test('that had gone stale are replaced, and the request is sent again on a new one', async () => {
      const { url, requests } = await planned([OK, 'reset'], [OK]);
      await send(url);

      expect(await send(url)).toMatchObject({ kind: 'response', statusCode: 200 });

      expect(requests).toEqual(['0.0', '0.1', '1.0']);
    });

    test('that had gone stale are replaced once, not twice', async () => {
      const { url, requests } = await planned([OK, 'reset'], ['reset'], [OK]);
      await send(url);

      expect(await send(url)).toMatchObject({ kind: 'error', failure: 'connection_lost' });

      expect(requests).toEqual(['0.0', '0.1', '1.0']);
    });

    test('are new for the second try, even when another old one is at hand', async () => {
      const { url, requests } = await planned([OK, 'reset'], [OK, 'reset'], [OK]);
      await Promise.all([send(url), send(url)]);
      expect(requests.toSorted()).toEqual(['0.0', '1.0']);

      expect(await send(url)).toMatchObject({ kind: 'response', statusCode: 200 });

      expect(requests.slice(2)).toEqual([expect.stringMatching(/^[01]\.1$/), '2.0']);
    });

    test.each(['Content-Length: 10\r\n\r\nhalf', 'Transfer-Encoding: chunked\r\n\r\nA\r\nhalf'])(
      'that were cut amid an answer are not replaced: the endpoint did get the request (%j)',
      async (half) => {
        const { url, requests } = await planned([OK, `HTTP/1.1 200 OK\r\n${half}reset`], [OK]);
        await send(url);

        expect(await send(url)).toMatchObject({ kind: 'error', failure: 'connection_lost' });

        expect(requests).toEqual(['0.0', '0.1']);
      },
    );

    test('have one deadline for both tries', async () => {
      const { url, requests } = await planned([OK, 'reset'], ['nothing']);
      await send(url);

      expect(await send(url, { timeoutMs: 500 })).toMatchObject({ kind: 'error', failure: 'timeout' });

      expect(requests).toEqual(['0.0', '0.1', '1.0']);
    });
  });

  test('a name look-up that hangs is ended by the deadline', async () => {
    const lookup = jest.spyOn(dns, 'lookup').mockImplementation((() => {}) as never);

    const result = await send('http://ats.example.test/hook', { timeoutMs: 100 });

    expect(lookup).toHaveBeenCalled();
    expect(result).toMatchObject({ kind: 'error', failure: 'timeout' });
  });

  test.each([
    ['ENOTFOUND', 'name_not_found'],
    ['EAI_AGAIN', 'name_not_found'],
    ['EAI_FAIL', 'other'],
  ])('a name look-up that fails with %s is a result', async (code, failure) => {
    const error = Object.assign(new Error(`getaddrinfo ${code}`), { code });
    jest.spyOn(dns, 'lookup').mockImplementation(((...args: unknown[]) => {
      const callback = args.at(-1) as (error: Error) => void;
      setImmediate(() => callback(error));
    }) as never);

    expect(await send('http://ats.example.test/hook')).toMatchObject({ kind: 'error', failure });
  });

  test('a process that only sent ends by itself: no timer, socket or rejection is left over', async () => {
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nreset';
    const endless = `HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n${'x'.repeat(5000)}`;
    const urls = [
      (await planned([OK])).url,
      (await planned([endless])).url,
      (await planned(['reset'])).url,
      (await planned([upgrade])).url,
      await servers.closedPort(),
      'not a url',
    ];

    const silent = (await planned(['nothing'])).url;

    const targets = [...urls.map((url) => ({ url, timeoutMs: 15_000 })), { url: silent, timeoutMs: 100 }];
    const other = startProcess('send-to.ts', JSON.stringify(targets));

    expect(JSON.parse((await other.nextLine()) ?? '')).toEqual([
      200,
      200,
      'connection_lost',
      101,
      'connection_refused',
      'invalid_url',
      'timeout',
    ]);
    expect(await other.ended).toBe(0);
  }, 20_000);
});
