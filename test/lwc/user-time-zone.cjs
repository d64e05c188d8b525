/** Whoever looks has this zone in Salesforce; a test that needs another says so. */
jest.doMock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'UTC' }), { virtual: true });
