import PageState from 'c/pageState';
import { all, cleared, mounted, one, textOf } from '../../quittancePage/__tests__/mounted';

const mount = (props: { kind: string; heading?: string; message?: string }) => mounted('c-page-state', PageState as never, props);

afterEach(cleared);

describe('c-page-state', () => {
  it('says that something is loading', async () => {
    const element = await mount({ kind: 'loading' });
    expect(one(element, 'lightning-spinner')).toMatchObject({ alternativeText: 'Loading…' });
    await expect(element).toBeAccessible();
  });

  it('announces a failure with its reason, and offers another try', async () => {
    const element = await mount({ kind: 'error', heading: 'The batch could not be read', message: 'No access.' });
    const again = jest.fn();
    element.addEventListener('again', again);
    expect(all(element, '[role="alert"] p').map((line) => line.textContent)).toEqual(['The batch could not be read', 'No access.']);
    one(element, '.again').click();
    expect(again).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('says what to do when a failure gives no reason', async () => {
    const element = await mount({ kind: 'error', heading: 'The batch could not be read', message: 'The batch could not be read' });
    expect(textOf(element, '[role="alert"] p:last-child')).toContain('No reason was given. Try again');
  });

  it('says that there is nothing, and what will appear', async () => {
    const element = await mount({ kind: 'empty', heading: 'Nothing is open', message: 'Issues appear here.' });
    expect(all(element, 'p').map((line) => line.textContent)).toEqual(['Nothing is open', 'Issues appear here.']);
    await expect(element).toBeAccessible();
  });
});
