/**
 * Bad weather on the event bus: how many of the next deliveries it strikes, per kind. `missed` is never delivered to the
 * subscriber it strikes, `duplicated` comes twice in a row, after a `replayed` one the event before it comes again;
 * `corruptReplayIds` refuses the next subscriptions from a replay id, as after an org was moved.
 */
export interface BusWeather {
  missed: number;
  duplicated: number;
  replayed: number;
  corruptReplayIds: number;
}

export function calmBus(): BusWeather {
  return { missed: 0, duplicated: 0, replayed: 0, corruptReplayIds: 0 };
}

/** True when weather of this kind strikes now; asking uses it up. */
export function strikes(weather: BusWeather, kind: keyof BusWeather): boolean {
  if (weather[kind] <= 0) return false;
  weather[kind] -= 1;
  return true;
}
