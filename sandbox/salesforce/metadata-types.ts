/** Folder of a deployed file, in metadata and in source format, to its metadata type. What is not listed is no type we know. */
export const typeOfFolder: Readonly<Record<string, string>> = {
  applications: 'CustomApplication', approvalProcesses: 'ApprovalProcess', aura: 'AuraDefinitionBundle', classes: 'ApexClass', contentassets: 'ContentAsset', customMetadata: 'CustomMetadata',
  customPermissions: 'CustomPermission', dashboards: 'Dashboard', duplicateRules: 'DuplicateRule', email: 'EmailTemplate', externalCredentials: 'ExternalCredential', externalClientApps: 'ExternalClientApplication',
  flexipages: 'FlexiPage', flowDefinitions: 'FlowDefinition', flows: 'Flow', flowtests: 'FlowTest', globalValueSets: 'GlobalValueSet', groups: 'Group', labels: 'CustomLabels', layouts: 'Layout', letterhead: 'Letterhead',
  lwc: 'LightningComponentBundle', messageChannels: 'LightningMessageChannel', namedCredentials: 'NamedCredential', notificationtypes: 'CustomNotificationType', objects: 'CustomObject',
  objectTranslations: 'CustomObjectTranslation', pathAssistants: 'PathAssistant', permissionsetgroups: 'PermissionSetGroup', permissionsets: 'PermissionSet', platformEventChannels: 'PlatformEventChannel',
  platformEventChannelMembers: 'PlatformEventChannelMember', profiles: 'Profile', queues: 'Queue', quickActions: 'QuickAction', remoteSiteSettings: 'RemoteSiteSetting', reports: 'Report', reportTypes: 'ReportType',
  settings: 'Settings', sharingRules: 'SharingRules', sites: 'CustomSite', standardValueSets: 'StandardValueSet', staticresources: 'StaticResource', tabs: 'CustomTab', translations: 'Translations',
  triggers: 'ApexTrigger', workflows: 'Workflow',
};

/** Parts of an object: the folder in source format, the tag inside a `.object` file in metadata format. */
export const objectParts: readonly { readonly folder: string; readonly tag: string; readonly type: string }[] = [
  { folder: 'fields', tag: 'fields', type: 'CustomField' },
  { folder: 'validationRules', tag: 'validationRules', type: 'ValidationRule' },
  { folder: 'listViews', tag: 'listViews', type: 'ListView' },
  { folder: 'compactLayouts', tag: 'compactLayouts', type: 'CompactLayout' },
  { folder: 'fieldSets', tag: 'fieldSets', type: 'FieldSet' },
  { folder: 'recordTypes', tag: 'recordTypes', type: 'RecordType' },
  { folder: 'webLinks', tag: 'webLinks', type: 'WebLink' },
  { folder: 'businessProcesses', tag: 'businessProcesses', type: 'BusinessProcess' },
  { folder: 'sharingReasons', tag: 'sharingReasons', type: 'SharingReason' },
  { folder: 'indexes', tag: 'indexes', type: 'Index' },
];

/** Types whose folder holds one folder for each component. */
export const bundleFolders: ReadonlySet<string> = new Set(['lwc', 'aura']);
/** Types whose components lie in folders of their own, which are part of the name. */
export const folderedTypes: ReadonlySet<string> = new Set(['Report', 'Dashboard', 'EmailTemplate']);
