import { unzipSync } from 'fflate';
import { ApiProblem } from './api-problem.ts';
import type { MetadataFile } from './metadata-components.ts';

/** The files of a deployment's zip; its folder, if it has one, is left off. */
export function unzipped(zip: Uint8Array): MetadataFile[] {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip);
  } catch {
    throw new ApiProblem(400, 'INVALID_ZIP', 'The deployment is no readable zip file');
  }
  return Object.entries(entries).filter(([path]) => !path.endsWith('/')).map(([path, bytes]) => ({ path, bytes }));
}
