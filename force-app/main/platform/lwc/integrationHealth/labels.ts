import HEALTH_TITLE from '@salesforce/label/c.Health_Title';
import HEALTH_FAILED from '@salesforce/label/c.Health_Failed';
import HEALTH_EMPTY from '@salesforce/label/c.Health_Empty';
import HEALTH_EMPTY_TEXT from '@salesforce/label/c.Health_Empty_Text';
import HEALTH_MORE from '@salesforce/label/c.Health_More';
import HEALTH_ALIVE from '@salesforce/label/c.Health_Alive';
import HEALTH_SILENT from '@salesforce/label/c.Health_Silent';
import HEALTH_SILENT_TEXT from '@salesforce/label/c.Health_Silent_Text';
import HEALTH_NEVER_TEXT from '@salesforce/label/c.Health_Never_Text';
import HEALTH_HEARTBEAT from '@salesforce/label/c.Health_Heartbeat';
import HEALTH_EVENT from '@salesforce/label/c.Health_Event';
import HEALTH_WEBHOOK from '@salesforce/label/c.Health_Webhook';
import HEALTH_NONE_YET from '@salesforce/label/c.Health_None_Yet';
import HEALTH_BACKLOG from '@salesforce/label/c.Health_Backlog';
import HEALTH_OLDEST from '@salesforce/label/c.Health_Oldest';
import HEALTH_OLDEST_NONE from '@salesforce/label/c.Health_Oldest_None';
import HEALTH_FIRST_LOAD from '@salesforce/label/c.Health_First_Load';
import HEALTH_NOT_SAID from '@salesforce/label/c.Health_Not_Said';
import HEALTH_MODE from '@salesforce/label/c.Health_Mode';
import HEALTH_MODE_NORMAL from '@salesforce/label/c.Health_Mode_Normal';
import HEALTH_MODE_RECOVERY from '@salesforce/label/c.Health_Mode_Recovery';
import HEALTH_MODE_PAUSED from '@salesforce/label/c.Health_Mode_Paused';
import HEALTH_BREAKER from '@salesforce/label/c.Health_Breaker';
import HEALTH_BREAKER_CLOSED from '@salesforce/label/c.Health_Breaker_Closed';
import HEALTH_BREAKER_OPEN from '@salesforce/label/c.Health_Breaker_Open';
import HEALTH_BREAKER_HALF_OPEN from '@salesforce/label/c.Health_Breaker_Half_Open';
import HEALTH_CALLS from '@salesforce/label/c.Health_Calls';
import HEALTH_CALLS_OF from '@salesforce/label/c.Health_Calls_Of';
import HEALTH_CALLS_NEARLY from '@salesforce/label/c.Health_Calls_Nearly';
import HEALTH_CRITICAL_TITLE from '@salesforce/label/c.Health_Critical_Title';
import HEALTH_CRITICAL_NONE from '@salesforce/label/c.Health_Critical_None';
import HEALTH_CRITICAL_SOME from '@salesforce/label/c.Health_Critical_Some';
import HEALTH_CRITICAL_FAILED from '@salesforce/label/c.Health_Critical_Failed';
import HEALTH_CRITICAL_LINK from '@salesforce/label/c.Health_Critical_Link';
import HEALTH_PAUSE_TITLE from '@salesforce/label/c.Health_Pause_Title';
import HEALTH_PAUSE_ON from '@salesforce/label/c.Health_Pause_On';
import HEALTH_PAUSE_OFF from '@salesforce/label/c.Health_Pause_Off';
import HEALTH_PAUSE_UNKNOWN from '@salesforce/label/c.Health_Pause_Unknown';
import HEALTH_PAUSE_TEXT from '@salesforce/label/c.Health_Pause_Text';
import HEALTH_PAUSE_HOW from '@salesforce/label/c.Health_Pause_How';
import HEALTH_PAUSE_LINK from '@salesforce/label/c.Health_Pause_Link';

/** Every word the component shows. */
export const label = {
  title: HEALTH_TITLE,
  failed: HEALTH_FAILED,
  empty: HEALTH_EMPTY,
  emptyText: HEALTH_EMPTY_TEXT,
  more: HEALTH_MORE,
  alive: HEALTH_ALIVE,
  silent: HEALTH_SILENT,
  silentText: HEALTH_SILENT_TEXT,
  neverText: HEALTH_NEVER_TEXT,
  heartbeat: HEALTH_HEARTBEAT,
  event: HEALTH_EVENT,
  webhook: HEALTH_WEBHOOK,
  noneYet: HEALTH_NONE_YET,
  backlog: HEALTH_BACKLOG,
  oldest: HEALTH_OLDEST,
  oldestNone: HEALTH_OLDEST_NONE,
  firstLoad: HEALTH_FIRST_LOAD,
  notSaid: HEALTH_NOT_SAID,
  mode: HEALTH_MODE,
  modeNormal: HEALTH_MODE_NORMAL,
  modeRecovery: HEALTH_MODE_RECOVERY,
  modePaused: HEALTH_MODE_PAUSED,
  breaker: HEALTH_BREAKER,
  breakerClosed: HEALTH_BREAKER_CLOSED,
  breakerOpen: HEALTH_BREAKER_OPEN,
  breakerHalfOpen: HEALTH_BREAKER_HALF_OPEN,
  calls: HEALTH_CALLS,
  callsOf: HEALTH_CALLS_OF,
  callsNearly: HEALTH_CALLS_NEARLY,
  criticalTitle: HEALTH_CRITICAL_TITLE,
  criticalNone: HEALTH_CRITICAL_NONE,
  criticalSome: HEALTH_CRITICAL_SOME,
  criticalFailed: HEALTH_CRITICAL_FAILED,
  criticalLink: HEALTH_CRITICAL_LINK,
  pauseTitle: HEALTH_PAUSE_TITLE,
  pauseOn: HEALTH_PAUSE_ON,
  pauseOff: HEALTH_PAUSE_OFF,
  pauseUnknown: HEALTH_PAUSE_UNKNOWN,
  pauseText: HEALTH_PAUSE_TEXT,
  pauseHow: HEALTH_PAUSE_HOW,
  pauseLink: HEALTH_PAUSE_LINK,
};
