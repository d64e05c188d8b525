import CashChart from 'c/cashChart';
import { all, cleared, mounted, one, settle, textOf } from '../../../../platform/lwc/quittancePage/__tests__/mounted';

const day = (date: string, balance: number | undefined, received = 0, paid = 0) => ({ date, balance, received, paid });
const days = [day('2026-11-18', undefined), day('2026-11-19', 100, 0, 40), day('2026-11-20', 50, 20), day('2026-11-21', 75.5)];
const mount = (props: Record<string, unknown> = {}) => mounted('c-cash-chart', CashChart as never, { days, currency: 'USD', threshold: 60, ...props });
const chartIn = (element: HTMLElement) => one(element, '.chart');
const pressed = async (element: HTMLElement, ...keys: string[]): Promise<string | null> => {
  keys.forEach((key) => chartIn(element).dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true })));
  await settle();
  return chartIn(element).getAttribute('aria-valuetext');
};

afterEach(cleared);

describe('c-cash-chart', () => {
  it('draws balance, threshold and flows, from zero, with a gap where nothing is known', async () => {
    const element = await mount();
    // 100 is the top (8), zero the bottom (160); a day is 156 wide.
    expect(one(element, '.balance').getAttribute('d')).toBe('M164 8 H320 V84 H476 V45.2 H632');
    expect(one(element, '.threshold').getAttribute('y1')).toBe('68.8');
    expect(all(element, '.bar').map((bar) => [bar.getAttribute('class'), bar.getAttribute('y'), bar.getAttribute('height')])).toEqual([['bar bar_out', '210', '36'], ['bar bar_in', '192', '18']]);
    expect(one(element, '.dot').getAttribute('cy')).toBe('45.2');
    await expect(element).toBeAccessible();
  });

  it('draws no threshold that was not set, and no dot on a day without a balance', async () => {
    const element = await mount({ threshold: undefined });
    await pressed(element, 'Home');
    expect(all(element, '.threshold, .dot')).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('is read by keys, the latest day first, and never beyond its ends', async () => {
    const element = await mount();
    expect(chartIn(element).getAttribute('aria-valuetext')).toBe('2026-11-21: balance USD 75.50, received USD 0.00, paid USD 0.00');
    expect(await pressed(element, 'ArrowLeft')).toBe('2026-11-20: balance USD 50.00, received USD 20.00, paid USD 0.00');
    expect(await pressed(element, 'ArrowRight', 'ArrowRight', 'End')).toContain('2026-11-21');
    expect(await pressed(element, 'PageDown')).toBe('2026-11-18: balance Not known, received USD 0.00, paid USD 0.00');
    expect(await pressed(element, 'a', 'Home', 'ArrowDown')).toContain('2026-11-18');
    expect(chartIn(element).getAttribute('aria-valuenow')).toBe('0');
    expect(textOf(element, '.reading')).toContain('Not known');
  });

  it('is read by the pointer', async () => {
    const element = await mount();
    chartIn(element).getBoundingClientRect = () => ({ left: 10, width: 640 }) as DOMRect;
    chartIn(element).dispatchEvent(new MouseEvent('mousemove', { clientX: 10 + 8 + 156 + 5 }));
    await settle();
    expect(chartIn(element).getAttribute('aria-valuenow')).toBe('1');
    chartIn(element).dispatchEvent(new MouseEvent('click', { clientX: 5000 }));
    await settle();
    expect(chartIn(element).getAttribute('aria-valuenow')).toBe('3');
  });

  it('tells all days in a table, the latest first', async () => {
    const element = await mount();
    expect(all(element, '.day th lightning-formatted-date-time').map((date) => (date as HTMLElement & { value: unknown }).value)).toEqual(['2026-11-21', '2026-11-20', '2026-11-19', '2026-11-18']);
    expect(all(element, '.day:last-child td')[0]?.textContent).toBe('Not known');
    expect(one<HTMLDetailsElement>(element, 'details').open).toBe(false);
  });

  it('stands for no day at all', async () => {
    const element = await mount({ days: [] });
    expect(one(element, '.balance').getAttribute('d')).toBe('');
    expect(await pressed(element, 'ArrowLeft')).toContain('balance Not known');
  });
});
