/** What the components of the package have in common. */
export { actionsFor, type ActionName, type Offer } from './actions';
export { messageOf } from './failure';
export { currencyOf, decimalsOf } from './money';
export { stayCurrent } from './live';
export { pathOf, type PathStep } from './path';
export { storyOf, type StoryLine } from './story';
export { fill, daysBetween, numberOr, textOr } from './words';
export type { Connection, FieldRef, GraphqlResult, Leaf, RecordResult, UiRecord } from './records';
