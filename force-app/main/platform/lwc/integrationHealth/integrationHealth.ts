import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { connectionLimit, connectionsQuery, fill, listLink, messageOf, stayWatchful, wholeOf, type ConnectionNode, type ConnectionsAnswer, type GraphqlResult } from 'c/quittancePage';
import SEVERITY from '@salesforce/schema/Sync_Issue__c.Severity__c';
import { criticalCount, criticalQuery, type CriticalAnswer } from './criticalIssues';
import { healthOf, type Health } from './health';
import { label } from './labels';

/** Whether the companion is alive and gets through: every connection, the critical issues, and the kill switch; on a connection's page that one. */
export default class IntegrationHealth extends LightningElement {
  /** The connection, on its record page only. */
  @api recordId?: string;

  label = label;
  connections: GraphqlResult<ConnectionsAnswer> = {};
  critical: GraphqlResult<CriticalAnswer> = {};
  /** Now, when it was last looked (epoch ms): a heartbeat grows old without anything being written. */
  nowMs = Date.now();
  issuesLink = listLink(SEVERITY.objectApiName);
  leave?: () => void;

  @wire(graphql, { query: connectionsQuery })
  wiredConnections(result: GraphqlResult<ConnectionsAnswer>): void {
    this.connections = wholeOf(result);
  }

  @wire(graphql, { query: criticalQuery })
  wiredCritical(result: GraphqlResult<CriticalAnswer>): void {
    this.critical = wholeOf(result);
  }

  connectedCallback(): void {
    this.leave = stayWatchful(() => this.refresh());
  }

  disconnectedCallback(): void {
    this.leave?.();
  }

  /** Reads everything again. What fails is told by the wires themselves. */
  refresh(): void {
    this.nowMs = Date.now();
    this.connections.refresh?.().catch(() => undefined);
    this.critical.refresh?.().catch(() => undefined);
  }

  get all(): readonly ConnectionNode[] {
    return this.connections.data?.uiapi.query.connections.edges.map(({ node }) => node) ?? [];
  }

  get isLoading(): boolean {
    return !this.connections.data && !this.connections.errors;
  }

  get failure(): string | undefined {
    return this.connections.errors ? messageOf(this.connections.errors, label.failed) : undefined;
  }

  get shown(): readonly Health[] {
    const own = this.recordId?.slice(0, 15);
    return this.all.filter(({ Id }) => own === undefined || Id.slice(0, 15) === own).map((node) => healthOf(node, this.nowMs));
  }

  get hasConnections(): boolean {
    return this.shown.length > 0;
  }

  get hasMore(): boolean {
    return this.connections.data?.uiapi.query.connections.pageInfo?.hasNextPage === true;
  }

  get moreText(): string {
    return fill(label.more, connectionLimit);
  }

  /** What a screen reader is told when it changes. */
  get silentNames(): string {
    return this.shown.filter(({ silent }) => silent).map(({ name }) => `${name}: ${label.silent}`).join(', ');
  }

  get criticalLoading(): boolean {
    return !this.critical.data && !this.critical.errors;
  }

  get criticalFailure(): string | undefined {
    return this.critical.errors ? messageOf(this.critical.errors, label.criticalFailed) : undefined;
  }

  get criticalText(): string | undefined {
    const count = this.critical.data ? criticalCount(this.critical.data) : 0;
    return count > 0 ? fill(label.criticalSome, count) : undefined;
  }

  /** The switch stands in the settings, which only a formula on a record can read: without a record nobody can tell. */
  get pause(): { readonly text: string; readonly look: string; readonly icon: string } {
    const [first] = this.all;
    const look = 'pause-state slds-p-around_x-small';
    if (!first || first.pauseAll.value === null) return { text: label.pauseUnknown, look, icon: 'utility:question' };
    return first.pauseAll.value ? { text: label.pauseOn, look: `${look} slds-theme_warning`, icon: 'utility:pause' } : { text: label.pauseOff, look, icon: 'utility:play' };
  }
}
