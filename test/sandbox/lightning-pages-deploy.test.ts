import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../../sandbox/kit/world.ts';
import type { MetadataFile } from '../../sandbox/salesforce/metadata-components.ts';
import { open, type SalesforceSandbox } from '../../sandbox/salesforce/open.ts';

const file = (path: string, content: string): MetadataFile => ({ path, bytes: new TextEncoder().encode(content) });
const config = `<LightningComponentBundle><apiVersion>66.0</apiVersion><isExposed>true</isExposed>
<targets><target>lightning__HomePage</target><target>lightning__RecordPage</target></targets>
<targetConfigs><targetConfig targets="lightning__RecordPage"><property name="title" type="String"/><objects><object>Order__c</object></objects></targetConfig></targetConfigs></LightningComponentBundle>`;
const bundle = (meta = config, parts: readonly string[] = ['orderCard.html', 'orderCard.js']): MetadataFile[] => [file('lwc/orderCard/orderCard.js-meta.xml', meta), ...parts.map((name) => file(`lwc/orderCard/${name}`, '// compiled'))];

const property = (name: string, value: string, type = ''): string => `<componentInstanceProperties><name>${name}</name>${type}<value>${value}</value></componentInstanceProperties>`;
const component = (name: string, inner = '', after = ''): string => `<itemInstances><componentInstance>${inner}
<componentName>${name}</componentName><identifier>${name.replace(':', '_')}</identifier>${after}</componentInstance></itemInstances>`;
const region = (name: string, items: string, type = 'Region'): string => `<flexiPageRegions>${items}
<name>${name}</name><type>${type}</type></flexiPageRegions>`;
const rule = (left: string, operator = 'EQUAL', filter = ''): string => `<visibilityRule>${filter}<criteria>
<leftValue>${left}</leftValue><operator>${operator}</operator><rightValue>true</rightValue></criteria></visibilityRule>`;
const page = (regions: string, kind = '<sobjectType>Order__c</sobjectType><template><name>flexipage:recordHomeTemplateDesktop</name></template><type>RecordPage</type>'): string => `<FlexiPage>${regions}<masterLabel>Order</masterLabel>
${kind}</FlexiPage>`;

const tabs = `${region('detail', component('force:detailPanel'), 'Facet')}${region('maintabs', component('flexipage:tab', property('body', 'detail') + property('title', 'Standard.Tab.detail')), 'Facet')}${region('main', component('flexipage:tabset', property('tabs', 'maintabs')))}`;
const card = (inner = '', after = ''): string => region('sidebar', component('c:orderCard', inner, after));
const whole = `${region('header', component('force:highlightsPanel'))}${tabs}${card(property('title', 'Facts'), rule('{!Record.State__c}'))}`;
const home = (item: string): string => page(region('top', item), '<template><name>home:desktopTemplate</name></template><type>HomePage</type>');

function org(): SalesforceSandbox {
  const made = open(openWorld({ seed: 1 }));
  made.deployFolder('test/fixtures/mini-package');
  return made;
}
const deploy = (xml: string, name = 'Order_Page', own = bundle()): (() => unknown) => () => org().deployFiles([...own, file(`flexipages/${name}.flexipage`, xml)]).success;

describe('a Lightning page, deployed', () => {
  it('goes in with components of Salesforce and of the package, tabs, properties and visibility rules', () => {
    expect(deploy(page(whole))()).toBe(true);
    expect(deploy(home(component('c:orderCard', '', rule('{!$Permission.CustomPermission.Order_Robot}') )))()).toBe(true);
    for (const left of ['{!$Permission.StandardPermission.ViewSetup}', '{!$User.Email}', '{!$Client.FormFactor}', '{!Record.Customer__r.Name}']) expect(deploy(page(card('', rule(left))))()).toBe(true);
    expect(deploy(page(region('main', '<itemInstances><fieldInstance><fieldItem>Record.Total__c</fieldItem><identifier>Total</identifier></fieldInstance></itemInstances>')))()).toBe(true);
    const bar = (type: string): string => page(region('utilityItems', component('flexipage:recentItems', property('label', 'Recent', type))), '<template><name>one:utilityBarTemplateDesktop</name></template><type>UtilityBar</type>');
    expect(deploy(bar('<type>decorator</type>'))()).toBe(true);
  });

  const twice = component('force:detailPanel').replace('force_detailPanel', 'c_orderCard');
  const bare = component('force:detailPanel').replace('<identifier>force_detailPanel</identifier>', '');
  it.each<readonly [string, string, RegExp]>([
    ['a component that is not there', page(region('main', component('c:orderCart'))), /flexipages\/Order_Page\.flexipage:\d+ .*We couldn't retrieve the design time component information for component c:orderCart\./],
    ['a component of Salesforce that is none', page(region('main', component('force:detailsPanel'))), /design time component information for component force:detailsPanel\./],
    ['an unknown template', page(whole).replace('recordHomeTemplateDesktop', 'recordHomeTemplate'), /Template flexipage:recordHomeTemplate doesn't exist\./],
    ['a template of another page type', page(region('main', '')).replace('flexipage:recordHomeTemplateDesktop', 'home:desktopTemplate'), /Template home:desktopTemplate doesn't support pages of type RecordPage\./],
    ['an unknown region', page(region('right', component('force:detailPanel'))), /The 'right' region \(type Region\) doesn't exist\./],
    ['a region that stands there twice', page(region('main', component('force:detailPanel')) + region('main', '')), /The region main stands there twice/],
    ['a mode without a parent page', page(region('main', '').replace('<name>', '<mode>Replace</mode><name>')), /region specifies mode REPLACE but a parent region enabling that mode doesn't exist/],
    ['a facet that nothing shows', page(region('main', component('force:detailPanel')) + region('spare', '', 'Facet')), /Facet spare is not used anywhere in the Lightning page definition\./],
    ['a tab without its facet', page(tabs.replace('<value>detail<', '<value>details<')), /The facet details is defined by a component in the FlexiPage but not actually used\./],
    ['a property the component does not have', page(card(property('heading', 'Facts'))), /Order_Page\.flexipage:\d+ .*Invalid property \[heading\] in component \[c:orderCard\]/],
    ['a property it has on another kind of page', home(component('c:orderCard', property('title', 'Facts'))), /Invalid property \[title\] in component \[c:orderCard\]/],
    ['a property Salesforce does not know', page(region('main', component('force:detailPanel', property('columns', '3')))), /Invalid property \[columns\] in component \[force:detailPanel\]/],
    ['a decorator outside the utility bar', page(card(property('height', '3', '<type>decorator</type>'))), /Invalid property \[height\] in component \[c:orderCard\]/],
    ['a component of Salesforce on the wrong page', home(component('force:detailPanel')), /The component force:detailPanel doesn't support pages of type HomePage\./],
    ['a component of the package on records of another object', page(card()).replace('Order__c<', 'Line__c<'), /The component c:orderCard doesn't support the object Line__c: its configuration names Order__c\./],
    ['a page of an object that is none', page(tabs).replace('Order__c<', 'Ordre__c<'), /In field: sobjectType - no CustomObject named Ordre__c found/],
    ['a home page of an object', home(component('c:orderCard')).replace('<template>', '<sobjectType>Order__c</sobjectType><template>'), /sobjectType: a page of type HomePage belongs to no object/],
    ['a rule on a field that is none', page(card('', rule('{!Record.Status__c}'))), /Order_Page\.flexipage:\d+ .*We couldn't retrieve or load the information on the field: Record\.Status__c\./],
    ['a rule on a field behind what is no lookup', page(card('', rule('{!Record.State__r.Name}'))), /information on the field: Record\.State__r\.Name\./],
    ['a rule on a record where there is none', home(component('c:orderCard', '', rule('{!Record.State__c}'))), /information on the field: Record\.State__c\./],
    ['a rule on a permission that is none', page(card('', rule('{!$Permission.CustomPermission.Order_Rowboat}'))), /no CustomPermission named Order_Rowboat found/],
    ['a rule of another form', page(card('', rule('Record.State__c'))), /visibilityRule-leftValue: Invalid value specified: Record\.State__c/],
    ['a rule with a comparison that is none', page(card('', rule('{!Record.State__c}', 'equals'))), /visibilityRule-operator: Invalid value specified: equals/],
    ['a rule that counts further than its criteria', page(card('', rule('{!Record.State__c}', 'EQUAL', '<booleanFilter>1 AND 2</booleanFilter>'))), /visibilityRule-booleanFilter: there is no criterion 2/],
    ['a rule without criteria', page(card('', '<visibilityRule><booleanFilter>1</booleanFilter></visibilityRule>')), /it needs at least one of criteria/],
    ['a field that is none', page(region('main', '<itemInstances><fieldInstance><fieldItem>Record.Totals__c</fieldItem><identifier>T</identifier></fieldInstance></itemInstances>')), /information on the field: Record\.Totals__c\./],
    ['an identifier that is used twice', page(card() + region('main', twice)), /The identifier c_orderCard is used more than once on the page\./],
    ['a component without an identifier', page(region('main', bare)), /Required field is missing: identifier of force:detailPanel/],
  ])('is refused with file and reason: %s', (_, xml, problem) => {
    expect(deploy(xml)).toThrow(problem);
  });

  it('is refused where its component may not stand, or is not offered to pages at all', () => {
    const noHome = config.replace('<target>lightning__HomePage</target>', '');
    expect(deploy(home(component('c:orderCard')), 'Order_Home', bundle(noHome))).toThrow(/The component c:orderCard doesn't support pages of type HomePage: its configuration names no target lightning__HomePage\./);
    expect(deploy(page(card()), 'Order_Page', bundle(config.replace('<isExposed>true', '<isExposed>false')))).toThrow(/design time component information for component c:orderCard\./);
  });
});

describe('a Lightning web component, deployed', () => {
  const alone = (own: readonly MetadataFile[]): (() => unknown) => () => org().deployFiles(own).success;

  it('is refused as TypeScript alone, which no org compiles, and goes in compiled or as styles alone', () => {
    expect(alone(bundle(config, ['orderCard.html', 'orderCard.ts']))).toThrow(/lwc\/orderCard orderCard: Invalid file found for a CSS Only module: orderCard\.js is missing/);
    expect(alone(bundle(config, []))).toThrow(/orderCard\.js is missing/);
    expect(alone(bundle())()).toBe(true);
    expect(alone(bundle(config, ['orderCard.css']))()).toBe(true);
  });

  it('is refused without its configuration, with one that is no XML, or with one that names an object that is none', () => {
    expect(alone([file('lwc/orderCard/orderCard.js', '// compiled')])).toThrow(/orderCard\.js-meta\.xml is missing/);
    expect(alone(bundle(config.replace('</targets>', '')))).toThrow(/lwc\/orderCard:\d+ orderCard: Error parsing file/);
    expect(alone(bundle(config.replace('Order__c', 'Ordre__c')))).toThrow(/lwc\/orderCard:\d+ orderCard: Invalid reference Ordre__c of type sobjectClass in file orderCard\.js-meta\.xml/);
  });
});

describe('pages that an app or an object puts in the place of the standard ones', () => {
  const override = (content: string, action = 'View', place = 'Order__c', form = 'Large'): string => `<actionOverrides><actionName>${action}</actionName>
<content>${content}</content><formFactor>${form}</formFactor><type>Flexipage</type><pageOrSobjectType>${place}</pageOrSobjectType></actionOverrides>`;
  const pages = [
    ...bundle(), file('flexipages/Order_Page.flexipage', page(whole)), file('flexipages/Order_Home.flexipage', home(component('c:orderCard'))),
    file('flexipages/Order_Bar.flexipage', page(region('utilityItems', component('console:history')), '<template><name>one:utilityBarTemplateDesktop</name></template><type>UtilityBar</type>')),
  ];
  const app = (inner: string): (() => unknown) => () => org().deployFiles([...pages, file('applications/Orders.app', `<CustomApplication>${inner}<label>Orders</label></CustomApplication>`)]).success;

  it('go in where page, action and place fit', () => {
    expect(app(`${override('Order_Page')}${override('Order_Page', 'View', 'Order__c', 'Small')}${override('Order_Home', 'Tab', 'standard-home')}<utilityBar>Order_Bar</utilityBar>`)()).toBe(true);
  });

  it.each([
    ['a page that is missing', override('Order_Pages'), /applications\/Orders\.app:\d+ .*Order_Pages does not exist or is not a valid override for action View\./],
    ['a page of another object', override('Order_Page', 'View', 'Line__c'), /Order_Page does not exist or is not a valid override for action View\./],
    ['a home page for records', override('Order_Home'), /Order_Home does not exist or is not a valid override for action View\./],
    ['a record page at home', override('Order_Page', 'Tab', 'standard-home'), /Order_Page does not exist or is not a valid override for action Tab\./],
    ['a home page for the phone', override('Order_Home', 'Tab', 'standard-home', 'Small'), /Order_Home does not exist or is not a valid override for action Tab\./],
    ['a page for one profile that is missing', override('Order_Pages').replaceAll('actionOverrides', 'profileActionOverrides'), /Order_Pages does not exist/],
    ['a utility bar that is missing', '<utilityBar>Order_Bars</utilityBar>', /no FlexiPage named Order_Bars found/],
    ['a utility bar that is another page', '<utilityBar>Order_Home</utilityBar>', /In field: utilityBar - Order_Home is no page of type UtilityBar/],
  ])('are refused with file and reason: %s', (_, inner, problem) => {
    expect(app(inner)).toThrow(problem);
  });

  it('are refused on the object itself as well', () => {
    const object = (content: string): (() => unknown) => () => org().deployFiles([...pages, file('objects/Order__c.object', `<CustomObject>${override(content).replace(/<pageOrSobjectType>.*<\/pageOrSobjectType>/, '')}<label>Order</label></CustomObject>`)]).success;
    expect(object('Order_Page')()).toBe(true);
    expect(object('Order_Pages')).toThrow(/Order__c\.object:\d+ .*Order_Pages does not exist or is not a valid override for action View\./);
  });
});

describe('a permission set group, deployed', () => {
  it('goes in with permission sets that exist, and is refused with one that does not', () => {
    const group = (name: string): (() => unknown) => () => org().deployFiles([file('permissionsetgroups/Clerks.permissionsetgroup', `<PermissionSetGroup><label>Clerks</label>
<permissionSets>${name}</permissionSets></PermissionSetGroup>`)]).success;
    expect(group('Order_Clerk')()).toBe(true);
    expect(group('Order_Klerk')).toThrow(/Clerks\.permissionsetgroup:2 .*no PermissionSet named Order_Klerk found/);
  });
});
