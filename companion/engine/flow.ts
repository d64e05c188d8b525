import type { Capability, Connection, Tools } from '../connectors/connector.ts';
import type { EventName, Events } from '../domain/events.ts';
import type { Desk } from './desk.ts';
import type { Noted } from './noted.ts';

interface Optional<C extends Capability> {
  readonly optional: C;
}
export type Role = Capability | Optional<Capability>;
export type Roles = Readonly<Record<string, Role>>;

/** The connections that play a flow's roles. An optional role may be empty. */
export type Cast<R extends Roles> = {
  readonly [role in keyof R]: R[role] extends Optional<infer C> ? Connection[C] : R[role] extends Capability ? NonNullable<Connection[R[role]]> : never;
};

/** A role the flow can do without. */
export const optional = <C extends Capability>(capability: C): Optional<C> => ({ optional: capability });

/** One use case. Its legs are the moments when the outside world, or time, wakes it. */
export interface Flow<R extends Roles = Roles> {
  readonly name: string;
  readonly roles: R;
  readonly legs: { readonly [E in EventName]?: Leg<R, E> };
}
/** Events of one kind that came together are handed over together. Every leg is safe to start from nothing. */
export type Leg<R extends Roles, E extends EventName> = (run: Run & Cast<R>, events: readonly Events[E][]) => Promise<void>;

export interface Run {
  /** This execution of a leg. */
  readonly id: string;
  readonly tools: Tools;
  readonly desk: Desk;
  /** Does the work, then records the numbered step for everyone it concerned. The journal never answers: work is done each time. */
  step<T>(title: string, work: () => T | Promise<T>, of: (result: T) => readonly Noted[], more?: { readonly before: { readonly title: string; readonly of: (result: T) => readonly Noted[] } }): Promise<T>;
}

/** Keeps the roles' types. */
export function flow<const R extends Roles>(definition: Flow<R>): Flow<R> {
  return definition;
}
