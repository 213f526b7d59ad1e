import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NameServer } from '../../../../tests/support/name-server.ts';
import { addressProblem } from '../../core/addresses/address-problem.ts';
import { requestTo } from '../../ports/http-sender.contract.ts';
import type { HttpSender } from '../../ports/http-sender.ts';
import { makeCertificates, Servers } from '../../ports/http-sender-servers.contract.ts';
import { type AddressFilter, createAddressFilter } from './address-filter.ts';
import { createGotHttpSender } from './got-http-sender.ts';

/** These tests have no public address: this one takes its place. */
const problemOf = (address: string) => (address === '127.0.0.1' ? undefined : addressProblem(address));

const [right, wrong] = makeCertificates('DNS:ats.example', 'DNS:other.example') ?? [];

const PRIVATE = { kind: 'error', failure: 'private_address' };

describe('the address filter, with a real name server and real sockets', () => {
  let names: NameServer;
  let servers: Servers;
  let filter: AddressFilter;
  let sender: HttpSender;
  beforeEach(async () => {
    names = new NameServer();
    servers = new Servers();
    filter = createAddressFilter({ servers: [await names.start()], problemOf });
    sender = createGotHttpSender({ filter });
  });
  afterEach(async () => {
    await servers.closeAll();
    await names.stop();
  });

  /** A server at a name, and how many connections and requests it has had. */
  async function endpoint(name = 'ats.example') {
    const counts = { connections: 0, requests: 0 };
    const url = new URL(
      await servers.http((request, response) => {
        counts.requests += 1;
        request.resume().on('end', () => response.end('ok'));
      }),
    );
    return { counts, url: `http://${name}:${url.port}/hook`, port: url.port };
  }
  const send = (url: string, options = {}) => sender.send(requestTo(url, options));

  test('a host whose addresses are all public is sent to, at the address that was looked up', async () => {
    names.answer('ats.example', ['127.0.0.1']);
    const { url, counts } = await endpoint();
    expect(await send(url)).toMatchObject({ statusCode: 200 });
    expect(counts.requests).toBe(1);
    expect(names.asked.toSorted()).toEqual(['A ats.example', 'AAAA ats.example']);
  });

  test.each([
    ['a private address', ['10.0.0.1']],
    ['the metadata server', ['169.254.169.254']],
    ['a public and a private address', ['127.0.0.1', '192.168.0.1']],
    ['a private and a public address', ['127.0.0.2', '127.0.0.1']],
    ['a public IPv4 and a private IPv6 address', ['127.0.0.1', 'fd00::1']],
    ['a public IPv4 and an embedded IPv6 address', ['127.0.0.1', '::ffff:127.0.0.1']],
    ['loopback in IPv6', ['::1']],
  ])('a host that has %s is refused as a whole', async (_, addresses) => {
    names.answer('ats.example', addresses);
    const { url, counts } = await endpoint();
    expect(await send(url)).toMatchObject(PRIVATE);
    expect(counts.requests).toBe(0);
  });

  test('a name that is public when first looked up and private afterwards is refused on the next connection', async () => {
    names.answer('ats.example', ['127.0.0.1'], ['127.0.0.2']);
    const url = await servers.raw((socket) => {
      // Closes after each answer, so that the next one needs a connection of its own.
      socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
      );
    });
    const named = `http://ats.example:${new URL(url).port}/hook`;
    expect(await send(named)).toMatchObject({ statusCode: 200 });
    expect(await send(named)).toMatchObject(PRIVATE);
  });

  test('a connection that is kept goes on to the address that was checked, whatever the name stands for by then', async () => {
    names.answer('ats.example', ['127.0.0.1'], ['127.0.0.2']);
    const { url, counts } = await endpoint();
    for (let n = 0; n < 3; n += 1) expect(await send(url)).toMatchObject({ statusCode: 200 });
    expect([counts.requests, names.asked.length]).toEqual([3, 2]);
  });

  test('names are not shared: a connection kept for one host does not serve another name of the same address', async () => {
    names.answer('ats.example', ['127.0.0.1']);
    names.answer('other.example', ['127.0.0.1', '10.0.0.1']);
    const { url, port } = await endpoint();
    expect(await send(url)).toMatchObject({ statusCode: 200 });
    expect(await send(`http://other.example:${port}/hook`)).toMatchObject(PRIVATE);
  });

  test('a stale connection is replaced by one to an address that is looked up and checked anew', async () => {
    names.answer('ats.example', ['127.0.0.1'], ['127.0.0.2']);
    const url = await servers.raw((socket) => {
      let served = 0;
      socket.on('data', () => {
        served += 1;
        if (served === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        else socket.resetAndDestroy();
      });
    });
    const named = `http://ats.example:${new URL(url).port}/hook`;
    expect(await send(named)).toMatchObject({ statusCode: 200 });
    expect(await send(named)).toMatchObject(PRIVATE);
  });

  test.each(['301', '302', '307', '308'])(
    'a %s to a private address is an answer, and not followed',
    async (status) => {
      names.answer('ats.example', ['127.0.0.1']);
      const target = await endpoint();
      const { port } = new URL(
        await servers.http((_, response) => {
          response.writeHead(Number(status), { location: `http://127.0.0.2:${target.port}/` }).end();
        }),
      );
      expect(await send(`http://ats.example:${port}/hook`)).toMatchObject({ statusCode: Number(status) });
      expect(target.counts.requests).toBe(0);
    },
  );

  test.each([
    'http://127.0.0.2/',
    'http://127.2/',
    'http://0x7f000002/',
    'http://2130706434/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[fe80::1]/',
    'http://169.254.169.254/computeMetadata/v1/',
    'http://0/',
    'http://①②⑦.⓪.⓪.②/',
  ])('a literal is looked at as well, in its every spelling: %s', async (url) => {
    expect(await send(url)).toMatchObject(PRIVATE);
    expect(names.asked).toEqual([]);
  });

  test.each(['localhost', 'metadata.google.internal', 'printer.local', 'intranet'])(
    'nobody is asked for %s, which is a name of this machine or its network',
    async (name) => {
      const { url } = await endpoint(name);
      expect(await send(url)).toMatchObject(PRIVATE);
      expect(names.asked).toEqual([]);
    },
  );

  test('a name that does not exist, and a name server that fails, is a name that was not found', async () => {
    names.answer('broken.example', 'SERVFAIL');
    for (const name of ['nowhere.example', 'broken.example']) {
      expect(await send(`http://${name}/hook`)).toMatchObject({ kind: 'error', failure: 'name_not_found' });
    }
  });

  test('a name server that does not answer is given up at the deadline', async () => {
    names.answer('silent.example', 'never');
    const result = await send('http://silent.example/hook', { timeoutMs: 300 });
    expect(result).toMatchObject({ kind: 'error', failure: 'timeout' });
  });

  test('one family that fails does not keep the other from being dialled', async () => {
    names.answer('ats.example', ['127.0.0.1'], 'SERVFAIL');
    expect(await filter('ats.example')).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });

  const withCertificates = right && wrong ? test : test.skip;
  withCertificates('the certificate is still that of the name, and not of the address', async () => {
    names.answer('ats.example', ['127.0.0.1']);
    for (const [certificate, expected] of [
      [right, { statusCode: 200 }],
      [wrong, { failure: 'tls' }],
    ] as const) {
      if (certificate === undefined) throw new Error('there is no certificate');
      const { port } = new URL(await servers.https(certificate, (_, response) => response.end('ok')));
      const trusting = createGotHttpSender({ filter, ca: [certificate.cert] });
      expect(await trusting.send(requestTo(`https://ats.example:${port}/hook`))).toMatchObject(expected);
    }
  });
});

test('the filter of production refuses this machine', async () => {
  const filter = createAddressFilter();
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    await expect(filter(host)).rejects.toMatchObject({ code: 'EPRIVATEADDRESS' });
  }
  expect(await filter('8.8.8.8')).toEqual([{ address: '8.8.8.8', family: 4 }]);
});
