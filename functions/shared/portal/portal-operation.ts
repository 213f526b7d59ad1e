import type { Static, TObject, TProperties, TSchema } from 'typebox';
import { Type } from 'typebox';
import type { Actor } from '../core/activity/activity.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { JsonValue } from '../core/json/json-value.ts';
import type { PortalSession } from '../core/portal/person.ts';
import type { RateLimit } from '../core/rate-limit.ts';
import type { Answer } from '../http/respond.ts';
import { compileValidator } from '../http/validate.ts';

/**
 * Who may call: anybody; whoever is signed in; administrators, of the ATS that the path names where it names one; Carv staff; or
 * administrators of the ATS that the path names and staff.
 */
export type Caller = 'anyone' | 'signed-in' | 'administrator' | 'staff' | 'ats';

/** A call whose sender is known and may make it. */
export interface PortalCall<Query = Record<string, string>, Body = unknown> {
  /** Undefined only where anyone may call. */
  session: PortalSession | undefined;
  /** Who does it, for the activity. */
  actor: Actor;
  /** The ATS that the path names or, where it names none, that the caller administers; empty where there is neither. */
  atsId: string;
  /** A parameter of the path, decoded. */
  parameter(name: string): string;
  query: Query;
  body: Body;
  /** Where it comes from: see `clientNetwork`. */
  network: string;
}

export interface PortalResult<T = JsonValue> {
  body: T;
  /** What goes out in place of the body, where it is kept as it goes out. */
  content?: NonNullable<Answer['content']>;
  headers?: Readonly<Record<string, string>>;
}

/** Described, so that the API's document can be made of it. */
export interface PortalOperationInput<Deps, Q extends TProperties, B extends TSchema, A extends TSchema> {
  operationId: string;
  who: Caller;
  summary: string;
  query?: Q;
  body?: B;
  status?: 200 | 201 | 202;
  answer: A;
  /** How often one instance does it, for one ATS or, where anyone may call, for one network; as often as it is asked if not said. */
  rate?: RateLimit;
  /** What can go wrong besides what can with every operation that the same people may call. */
  errors?: readonly ErrorCode[];
  handle(
    deps: Deps,
    call: PortalCall<Static<TObject<Q>>, Static<B>>,
  ): Promise<PortalResult<Static<A>>> | PortalResult<Static<A>>;
}

/** What the API's document tells of an operation. */
export interface DescribedPortalOperation {
  operationId: string;
  who: Caller;
  summary: string;
  query: TObject;
  body: TSchema | undefined;
  status: 200 | 201 | 202;
  answer: TSchema;
  errors: readonly ErrorCode[];
  rate: RateLimit | undefined;
}

/** The same with its validators, and what it is called with no longer told apart. */
export interface PortalOperation<Deps> extends DescribedPortalOperation {
  checkQuery(query: unknown): void;
  checkBody(body: unknown, bytes: number): void;
  handle(deps: Deps, call: PortalCall): Promise<PortalResult> | PortalResult;
}

/** Of those who have not proved who they are: more than any office needs, and less than a flood. */
const STRANGERS: RateLimit = { perSecond: 10, burst: 100 };

/** Makes an operation; its schemas are compiled here, once. */
export function portalOperation<Deps>() {
  return <Q extends TProperties = TProperties, B extends TSchema = TSchema, A extends TSchema = TSchema>(
    input: PortalOperationInput<Deps, Q, B, A>,
  ): PortalOperation<Deps> => {
    const { who, body, status = 200, errors = [], rate = who === 'anyone' ? STRANGERS : undefined } = input;
    const query = Type.Object(input.query ?? {}, { additionalProperties: false });
    return {
      ...input,
      query,
      body,
      status,
      errors,
      rate,
      checkQuery: compileValidator(query, 'query'),
      checkBody: body === undefined ? () => {} : compileValidator(body, 'body'),
      // The validators have made sure of what it is called with.
      handle: (deps, call) =>
        input.handle(deps, call as never) as ReturnType<PortalOperation<Deps>['handle']>,
    };
  };
}
