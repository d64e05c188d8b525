import type { OutsideWorld } from '../outside-world.ts';
import { callFault, saveFault, webhookFault, type Fault } from './faults.ts';

/** Tells of every fault that the stand-ins' own weather brings, at the moment it strikes. Returns what ends it. */
export function watchFaults({ world: { weather }, org: { org } }: OutsideWorld, struck: (fault: Fault) => void): () => void {
  const { forCall, forWebhook } = weather;
  weather.forCall = (standIn, door, method, url) => {
    const rule = forCall(standIn, door, method, url);
    if (rule) struck(callFault(rule, standIn, door));
    return rule;
  };
  weather.forWebhook = (event) => {
    const rule = forWebhook(event);
    if (rule) struck(webhookFault(rule));
    return rule;
  };
  const { save } = org;
  const left = (): number[] => org.policies.failNextSaves.map(({ times }) => times);
  org.save = (object, records, options) => {
    const before = left();
    const results = save(object, records, options);
    org.policies.failNextSaves.forEach(({ statusCode, times }, index) => {
      if (times < (before[index] ?? times)) struck(saveFault(statusCode));
    });
    return results;
  };
  return () => {
    Object.assign(weather, { forCall, forWebhook });
    org.save = save;
  };
}
