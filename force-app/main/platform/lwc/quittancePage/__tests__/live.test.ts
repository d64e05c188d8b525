import { onError, subscribe, unsubscribe } from 'lightning/empApi';
import { stayCurrent, stayWatchful } from 'c/quittancePage';
import { settle } from './mounted';

const own = 'a01000000000001AAA';
const mocked = subscribe as jest.Mock;
const hear = (payload: Record<string, unknown>): void => mocked.mock.calls.at(-1)?.[2]({ data: { payload } });
const endings: (() => void)[] = [];

function watch(recordId?: string): jest.Mock {
  const refresh = jest.fn();
  endings.push(stayCurrent(() => recordId, refresh));
  return refresh;
}

async function look(visibility: 'visible' | 'hidden'): Promise<void> {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility);
  document.dispatchEvent(new CustomEvent('visibilitychange'));
  await settle();
}

beforeEach(() => {
  jest.useFakeTimers();
  mocked.mockResolvedValue({ channel: '/event/Payment_Status_Changed__e' });
});
afterEach(async () => {
  endings.splice(0).forEach((end) => end());
  await settle();
  jest.restoreAllMocks();
  jest.clearAllMocks();
  jest.useRealTimers();
});

describe('staying current', () => {
  it('looks by itself once the channel reports an error, which it hears once for a page', async () => {
    const refresh = watch(own);
    await settle();
    const errors = (onError as jest.Mock).mock.calls;
    expect(errors).toHaveLength(1);
    errors[0]?.[0]({ error: '403::Handshake denied' });
    jest.advanceTimersByTime(30_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('subscribes once for all components of a page, to what is published from now on', () => {
    watch(own);
    watch();
    expect(mocked.mock.calls.map(([channel, replay]) => [channel, replay])).toEqual([['/event/Payment_Status_Changed__e', -1]]);
  });

  it('refreshes who is named, who watches everything, and all when nobody is named', () => {
    const [mine, everything] = [watch(own), watch()];
    hear({ Record_Ids__c: 'a01000000000002AAA,a01000000000003AAA' });
    expect([mine.mock.calls.length, everything.mock.calls.length]).toEqual([0, 1]);
    hear({ Record_Id__c: own.slice(0, 15), Record_Ids__c: null });
    hear({});
    expect([mine.mock.calls.length, everything.mock.calls.length]).toEqual([2, 3]);
  });

  it('leaves the channel while nobody looks, and catches up when somebody does', async () => {
    const refresh = watch(own);
    await look('hidden');
    expect(unsubscribe).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(120_000);
    expect(refresh).not.toHaveBeenCalled();
    await look('visible');
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(mocked).toHaveBeenCalledTimes(2);
  });

  it('looks every 30 s when the channel can not be had, and stops with its last component', async () => {
    mocked.mockRejectedValue(new Error('streaming is not enabled'));
    const refresh = watch(own);
    await settle();
    jest.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(2);
    endings.splice(0).forEach((end) => end());
    jest.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('leaves the channel with its last component', async () => {
    watch(own);
    watch();
    endings.shift()?.();
    await settle();
    expect(unsubscribe).not.toHaveBeenCalled();
    endings.shift()?.();
    await settle();
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });

  it('looks every minute where silence is watched, only while somebody looks, and until it is ended', async () => {
    const refresh = jest.fn();
    endings.push(stayWatchful(refresh));
    await settle();
    jest.advanceTimersByTime(120_000);
    expect(refresh).toHaveBeenCalledTimes(2);
    await look('hidden');
    jest.advanceTimersByTime(120_000);
    expect(refresh).toHaveBeenCalledTimes(2);
    await look('visible');
    expect(refresh).toHaveBeenCalledTimes(3);
    endings.splice(0).forEach((end) => end());
    jest.advanceTimersByTime(120_000);
    expect(refresh).toHaveBeenCalledTimes(3);
  });
});
