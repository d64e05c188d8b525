/** Where payouts are submitted, of any program. */
export const submissionDoor = 'POST /v4/programs/:program/masspayouts';
/** Where the provider is asked what became of one payout. */
export const statusDoor = 'GET /v4/programs/:program/payouts/:reference/status';

/** The provider's answer about a reference it has never seen, or does not show yet. */
export const unknownPayout = { status: 404, body: { error: 'Not Found', error_description: 'Payout not found', error_details: { code: 404, sub_code: 2306 } } };

export const tooMany = (headers: Record<string, string> = {}) => ({ status: 429, headers, body: { error: 'Too Many Requests', error_description: 'Slow down', error_details: { code: 429, sub_code: null } } });

/** What something between us and the provider answers in its place. */
export const pageOf = (status: number, words = 'Bad gateway') => ({ status, headers: { 'content-type': 'text/html' }, body: `<html><body>${words}</body></html>` });
