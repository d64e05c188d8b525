/** Page templates and their regions, as orgs spell them. Another one is added here when a page uses it. */
export const pageTemplates: Readonly<Record<string, readonly string[]>> = {
  'flexipage:recordHomeTemplateDesktop': ['header', 'main', 'sidebar'],
  'flexipage:recordHomeWithSubheaderTemplateDesktop': ['header', 'subheader', 'main', 'sidebar'],
  'flexipage:recordHomeThreeColTemplateDesktop': ['header', 'leftsidebar', 'main', 'rightsidebar'],
  'flexipage:recordHomeSingleColTemplateDesktop': ['header', 'main'],
  'flexipage:recordHomeLeftSidebarTemplateDesktop': ['header', 'sidebar', 'main'],
  'flexipage:recordHomeSingleColNoHeaderTemplateDesktop': ['main'],
  'flexipage:defaultAppHomeTemplate': ['main'],
  'flexipage:appHomeTemplateTwoColumnsStacked': ['top', 'left', 'right'],
  'flexipage:appHomeTemplateHeaderTwoColumns': ['header', 'left', 'right'],
  'flexipage:appHomeTemplateThreeColumns': ['left', 'middle', 'right'],
  'flexipage:appHomeTemplateMainAndRightSidebar': ['header', 'main', 'sidebar', 'region1', 'region2', 'region3'],
  'home:desktopTemplate': ['top', 'bottomLeft', 'bottomRight', 'sidebar'],
  'home:desktopDefaultTemplate': ['top', 'bottomLeft', 'bottomRight', 'sidebar'],
  'home:dynamicDesktopTemplate': ['top', 'bottomLeft', 'bottomRight', 'sidebar'],
  'one:utilityBarTemplateDesktop': ['utilityItems', 'backgroundComponents'],
};

/** Which target a bundle must name to stand on a page of a type. */
export const pageTargets: Readonly<Record<string, string>> = { RecordPage: 'lightning__RecordPage', AppPage: 'lightning__AppPage', HomePage: 'lightning__HomePage', UtilityBar: 'lightning__UtilityBar' };

/** Standard components of Lightning pages. */
export const standardComponents: ReadonlySet<string> = new Set([
  'force:detailPanel', 'force:highlightsPanel', 'force:relatedListContainer', 'force:relatedListSingleContainer', 'force:recordDetailPanelMobile', 'force:relatedListQuickLinksContainer',
  'flexipage:tab', 'flexipage:tabset', 'flexipage:accordion', 'flexipage:accordionSection', 'flexipage:column', 'flexipage:field', 'flexipage:fieldSection', 'flexipage:filterListCard', 'flexipage:richText', 'flexipage:reportChart', 'flexipage:flow', 'flexipage:visualforcePage',
  'lst:dynamicRelatedList', 'lst:relatedList', 'runtime_sales_pathassistant:pathAssistant', 'runtime_sales_activities:activityPanel', 'runtime_platform_actions:actionsContainer', 'forceChatter:recordFeedContainer', 'forceChatter:publisher', 'desktopDashboards:embeddedDashboard', 'home:recentRecordContainer', 'home:assistant', 'home:eventContainer', 'home:homeWelcomeMat', 'home:topDealsContainer', 'home:approvalHistory', 'runtime_approval_process:pendingApproval', 'runtime_sales_merge:mergeCandidatesPreviewCard', 'flowruntime:interview', 'force:recordDetail', 'lightning:flow', 'console:relatedRecord', 'home:reportChart', 'report:reportChart', 'notes:contentNoteRelatedListStencil',
]);
