/** Stand-in for lightning/uiObjectInfoApi: what the org says of an object to whoever looks. */
import { objectInfo } from 'shell/org';

export class getObjectInfo {
  constructor(callback) {
    this.callback = callback;
    callback({ data: undefined, error: undefined });
  }

  connect() {}

  disconnect() {
    this.asked = undefined;
  }

  async update({ objectApiName }) {
    if (!objectApiName || objectApiName === this.asked) return;
    this.asked = objectApiName;
    try {
      const data = await objectInfo(objectApiName);
      if (this.asked === objectApiName) this.callback({ data, error: undefined });
    } catch (error) {
      if (this.asked === objectApiName) this.callback({ data: undefined, error });
    }
  }
}
