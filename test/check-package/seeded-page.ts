/** A Lightning page in order, for defects that must not depend on the pages the package has. */
export const pagePath = 'main/payouts/flexipages/Seeded_Page.flexipage-meta.xml';

export const seededPage: Readonly<Record<string, string>> = {
  [pagePath]: `<?xml version="1.0" encoding="UTF-8"?>
<FlexiPage xmlns="http://soap.sforce.com/2006/04/metadata">
    <description>A page to plant defects in.</description>
    <flexiPageRegions>
        <itemInstances>
            <componentInstance>
                <componentName>force:highlightsPanel</componentName>
                <identifier>highlights</identifier>
            </componentInstance>
        </itemInstances>
        <name>header</name>
        <type>Region</type>
    </flexiPageRegions>
    <flexiPageRegions>
        <itemInstances>
            <componentInstance>
                <componentName>payoutTimeline</componentName>
                <identifier>timeline</identifier>
                <visibilityRule>
                    <criteria>
                        <leftValue>{!Record.Status__c}</leftValue>
                        <operator>NE</operator>
                        <rightValue>Draft</rightValue>
                    </criteria>
                    <criteria>
                        <leftValue>{!$Permission.CustomPermission.Quittance_Companion}</leftValue>
                        <operator>EQUAL</operator>
                        <rightValue>true</rightValue>
                    </criteria>
                </visibilityRule>
            </componentInstance>
        </itemInstances>
        <name>main</name>
        <type>Region</type>
    </flexiPageRegions>
    <flexiPageRegions>
        <itemInstances>
            <componentInstance>
                <componentInstanceProperties>
                    <name>body</name>
                    <value>Facet-details</value>
                </componentInstanceProperties>
                <componentName>flexipage:tab</componentName>
                <identifier>details</identifier>
            </componentInstance>
        </itemInstances>
        <name>sidebar</name>
        <type>Region</type>
    </flexiPageRegions>
    <flexiPageRegions>
        <itemInstances>
            <fieldInstance>
                <fieldItem>Record.Purpose__c</fieldItem>
                <identifier>purpose</identifier>
            </fieldInstance>
        </itemInstances>
        <name>Facet-details</name>
        <type>Facet</type>
    </flexiPageRegions>
    <masterLabel>Seeded Page</masterLabel>
    <sobjectType>Payment_Request__c</sobjectType>
    <template>
        <name>flexipage:recordHomeTemplateDesktop</name>
    </template>
    <type>RecordPage</type>
</FlexiPage>
`,
};
