/** What the components of the package have in common. */
export { actionsFor, type ActionName, type Offer } from './actions';
export { refreshAll, togetherOf, wholeOf } from './answers';
export { askedIn, askFor, askForRehearsal, isOutdated, type RehearsalSubject, type Subject } from './asking';
export { connectionLimit, connectionsLink, connectionsQuery, isSilent, listLink, type ConnectionNode, type ConnectionsAnswer } from './connections';
export { dayOf, departureLimit, departuresOf, departuresQuery, leavesOn, type Departure, type DeparturesAnswer } from './departures';
export { messageOf } from './failure';
export { freeOf, fundingOf, fundingQuery, isLeaving, paidFrom, type FundingAccount, type FundingAnswer } from './funding';
export { currencyOf, decimalsOf, sumOf } from './money';
export { stayCurrent, stayWatchful } from './live';
export { pathOf, type PathStep } from './path';
export { payeeEvidence, type PayeeEvidence } from './payeeEvidence';
export { notInBalance, oldestBalance, sentQuery, type Sent, type SentAnswer } from './sent';
export { storyOf, type StoryLine } from './story';
export { counted, fill, daysBetween, numberOr, textOr } from './words';
export type { CashDay, Connection, Count, FieldRef, GraphqlResult, Group, Leaf, RecordResult, Sum, UiRecord } from './records';
