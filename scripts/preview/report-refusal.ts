/** Why a report or dashboard is not shown, in words for the person who asked; `status` is HTTP's. */
export class ReportRefusal extends Error {
  readonly status: 403 | 404 | 501;

  constructor(status: 403 | 404 | 501, message: string) {
    super(message);
    this.status = status;
  }

  static unknown(kind: 'report' | 'dashboard', name: string): ReportRefusal {
    return new ReportRefusal(404, `Preview: the package has no ${kind} ${name}. Open the list of ${kind}s and choose one.`);
  }

  /** What an org can do and the preview has not learnt, because nothing shipped uses it. */
  static unlearnt(what: string): ReportRefusal {
    return new ReportRefusal(501, `Preview: ${what} is not shown here. Open the report in an org, or leave it out of the metadata.`);
  }
}
