import { LightningElement, api } from 'lwc';
import { label } from './labels';

/** Stands in for content that is loading, that failed, or that there is none of. Fires `again` when a person wants another try. */
export default class PageState extends LightningElement {
  @api kind: 'loading' | 'error' | 'empty' = 'loading';
  /** What could not be read, or what there is none of. */
  @api heading?: string;
  /** Why, or what will appear here. */
  @api message?: string;

  label = label;

  get isLoading(): boolean {
    return this.kind === 'loading';
  }

  get isError(): boolean {
    return this.kind === 'error';
  }

  get title(): string {
    return this.heading ?? (this.isError ? label.failed : '');
  }

  /** A failure without words of its own gets some; saying the heading twice helps nobody. */
  get text(): string | undefined {
    return this.isError && (!this.message || this.message === this.title) ? label.unknown : this.message;
  }

  handleAgain(): void {
    this.dispatchEvent(new CustomEvent('again'));
  }
}
