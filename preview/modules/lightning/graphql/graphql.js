/** Stand-in for lightning/graphql: documents go to the org of the same origin. */
import { callOrg } from 'shell/org';
import { readAgain, whenReadAgain } from 'lightning/uiRecordApi';

/** A document is text; one inside another is written out. */
export const gql = (texts, ...values) => String.raw({ raw: texts }, ...values.map(String));

async function post(query, variables, operationName) {
  try {
    const { data, errors } = await callOrg('graphql', { method: 'POST', body: { query, variables, operationName } });
    return { data, errors: errors?.length ? errors : undefined };
  } catch (error) {
    return { data: undefined, errors: [{ message: error.message }] };
  }
}

export class graphql {
  constructor(callback) {
    this.callback = callback;
    this.refresh = () => this.load();
    callback({ data: undefined, errors: undefined, refresh: this.refresh });
  }

  connect() {
    this.leave = whenReadAgain(() => this.load());
  }

  disconnect() {
    this.leave?.();
    this.config = undefined;
  }

  update(config) {
    this.config = config;
    this.load();
  }

  async load() {
    const { config } = this;
    if (!config?.query) return;
    const { data, errors } = await post(config.query, config.variables, config.operationName);
    // A later configuration has asked anew; its answer counts.
    if (this.config === config) this.callback({ data, errors, refresh: this.refresh });
  }
}

/** Runs a mutation; what pages show of any record is read again. */
export async function executeMutation({ query, variables, operationName }) {
  const result = await post(query, variables, operationName);
  readAgain();
  return result;
}
