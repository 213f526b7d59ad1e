import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type Packet } from 'dns-packet';

/** What a name stands for: addresses of both families, a failure, or no answer at all. */
export type Answer = readonly string[] | 'SERVFAIL' | 'never';

const RCODES = { SERVFAIL: 2, NXDOMAIN: 3 };

/** A real name server on this machine, which answers as told; a name that it was not told of does not exist. */
export class NameServer {
  readonly #socket = createSocket('udp4');
  readonly #answers = new Map<string, Answer[]>();
  /** Every question: `A ats.example`. */
  readonly asked: string[] = [];

  /** `127.0.0.1:port`, as resolvers are given it. */
  async start(): Promise<string> {
    this.#socket.on('message', (message, from) => {
      const reply = this.#reply(decode(message));
      if (reply) this.#socket.send(reply, from.port, from.address);
    });
    await once(this.#socket.bind(0, '127.0.0.1'), 'listening');
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  /** What a look-up of `name` comes to: the first time, the second, … and the last one from then on. */
  answer(name: string, ...answers: Answer[]): void {
    this.#answers.set(name, answers);
  }

  #reply({ id = 0, questions = [] }: Packet): Buffer | undefined {
    const [{ name = '', type = 'A' } = {}] = questions;
    this.asked.push(`${type} ${name}`);
    const answers = this.#answers.get(name.toLowerCase());
    // A look-up asks for both families; it is over with the second question.
    const round = this.asked.filter((question) => question === `${type} ${name}`).length - 1;
    const answer = answers?.[Math.min(round, answers.length - 1)];
    if (answer === 'never') return undefined;
    const wanted = (address: string) => address.includes(':') === (type === 'AAAA');
    const data = answer === undefined || answer === 'SERVFAIL' ? [] : answer.filter(wanted);
    const rcode = answer === 'SERVFAIL' ? RCODES.SERVFAIL : answer === undefined ? RCODES.NXDOMAIN : 0;
    return encode({
      type: 'response',
      id,
      // RFC 1035, section 4.1.1: recursion available, and the outcome.
      flags: 0x180 | rcode,
      questions: questions ?? [],
      answers: data.map((address) => ({
        type: type as 'A',
        name,
        ttl: 0,
        data: address,
      })),
    });
  }
}
