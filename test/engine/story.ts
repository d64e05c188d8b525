/** What the campaigns tell their stories with, for the tests that tell shorter ones. */
export { addPayees, allEnded, countsOf, fastProvider, fastTiming, loseAnAnswer, openOutside, raiseFour, untilEnded, wrongs, type Outside } from '../../scripts/campaign/story.ts';
