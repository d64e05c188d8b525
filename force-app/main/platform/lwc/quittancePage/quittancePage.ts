/** What the components of the package have in common. */
export { actionsFor, type ActionName, type Offer } from './actions';
export { connectionLimit, connectionsLink, connectionsQuery, isSilent, listLink, type ConnectionNode, type ConnectionsAnswer } from './connections';
export { messageOf } from './failure';
export { currencyOf, decimalsOf } from './money';
export { stayCurrent, stayWatchful } from './live';
export { pathOf, type PathStep } from './path';
export { payeeEvidence, type PayeeEvidence } from './payeeEvidence';
export { storyOf, type StoryLine } from './story';
export { fill, daysBetween, numberOr, textOr } from './words';
export type { Connection, FieldRef, GraphqlResult, Leaf, RecordResult, UiRecord } from './records';
