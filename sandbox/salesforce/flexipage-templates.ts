/** Page type to what a bundle must name among its targets to stand on such a page. */
export const targetOfPage: Readonly<Record<string, string>> = { AppPage: 'lightning__AppPage', HomePage: 'lightning__HomePage', RecordPage: 'lightning__RecordPage', UtilityBar: 'lightning__UtilityBar' };

interface Template {
  readonly type: string;
  readonly regions: readonly string[];
}

const record = (...regions: readonly string[]): Template => ({ type: 'RecordPage', regions });

/** Templates with their regions, as the pages of public packages and of the CLI's own page generator spell them (U-229). Others are refused as unknown. */
export const templates: Readonly<Record<string, Template>> = {
  'flexipage:recordHomeTemplateDesktop': record('header', 'main', 'sidebar'),
  'flexipage:recordHomeLeftSidebarTemplateDesktop': record('header', 'sidebar', 'main'),
  'flexipage:recordHomeSingleColTemplateDesktop': record('header', 'main'),
  'flexipage:recordHomeWithSubheaderTemplateDesktop': record('header', 'subheader', 'main', 'sidebar'),
  'flexipage:defaultAppHomeTemplate': { type: 'AppPage', regions: ['main'] },
  'flexipage:appHomeTemplateHeaderTwoColumnsLeftSidebar': { type: 'AppPage', regions: ['region1', 'region2', 'region3'] },
  'home:desktopTemplate': { type: 'HomePage', regions: ['top', 'bottomLeft', 'bottomRight', 'sidebar'] },
  'one:utilityBarTemplateDesktop': { type: 'UtilityBar', regions: ['utilityItems', 'backgroundComponents'] },
};

/** A component that Salesforce brings: where it may stand, what may be set, and which of that names a facet of the page. */
interface StandardComponent {
  readonly pages: readonly string[];
  readonly properties: readonly string[];
  readonly facets: readonly string[];
}

const onRecords = (...properties: readonly string[]): StandardComponent => ({ pages: ['RecordPage'], properties, facets: [] });
const anywhere = ['AppPage', 'HomePage', 'RecordPage'];

/** Those that the sandbox knows; another name of Salesforce's is refused, though an org may know it (U-229). */
export const standardComponents: Readonly<Record<string, StandardComponent>> = {
  'force:highlightsPanel': onRecords('collapsed', 'enableActionsConfiguration', 'enableActionsInNative', 'hideChatterActions', 'numVisibleActions'),
  'force:detailPanel': onRecords(),
  'force:relatedListContainer': onRecords('relatedListComponentOverride', 'rowsToDisplay', 'showActionBar'),
  'force:relatedListSingleContainer': onRecords('parentFieldApiName', 'relatedListApiName', 'relatedListComponentOverride', 'rowsToDisplay', 'showActionBar'),
  'runtime_sales_pathassistant:pathAssistant': onRecords('hideUpdateButton', 'variant'),
  'runtime_sales_activities:activityPanel': onRecords('showLegacyActivityComposer'),
  'forceChatter:recordFeedContainer': onRecords(),
  'flexipage:fieldSection': { pages: ['RecordPage'], properties: ['columns', 'horizontalAlignment', 'label'], facets: ['columns'] },
  'flexipage:column': { pages: ['RecordPage'], properties: ['body'], facets: ['body'] },
  'flexipage:tabset': { pages: anywhere, properties: ['label', 'tabs'], facets: ['tabs'] },
  'flexipage:tab': { pages: anywhere, properties: ['active', 'body', 'title'], facets: ['body'] },
  'flexipage:richText': { pages: anywhere, properties: ['decorate', 'richTextValue'], facets: [] },
  'flexipage:reportChart': { pages: anywhere, properties: ['cacheAge', 'label', 'reportFilter', 'reportName', 'showRefreshButton'], facets: [] },
  'flexipage:filterListCard': { pages: anywhere, properties: ['enableInlineEdit', 'entityName', 'filterName', 'hideActionBar', 'hideSearchBar', 'pageSize'], facets: [] },
  'flexipage:recentItems': { pages: [...anywhere, 'UtilityBar'], properties: ['entityNames', 'label', 'maxRecords'], facets: [] },
  'console:history': { pages: ['UtilityBar'], properties: [], facets: [] },
  'notes:utilityBarNoteList': { pages: ['UtilityBar'], properties: [], facets: [] },
};

/** What the utility bar itself takes for each of its items, marked as decorators. */
export const decorators: readonly string[] = ['eager', 'height', 'icon', 'label', 'scrollable', 'width'];
