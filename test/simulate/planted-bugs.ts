import type { Assembly } from '../../companion/assembly.ts';
import type { Tools } from '../../companion/connectors/connector.ts';
import type { Roads } from './ways-out.ts';

export interface Soil {
  readonly assembly: Assembly;
  readonly roads: Roads;
  readonly tools: Tools;
}

/** A mistake a companion could have, put into one process by changing what its assembly made; no production code knows of it. */
export interface PlantedBug {
  readonly name: string;
  plant(soil: Soil): void;
}

export const plantedBugs: readonly PlantedBug[] = [];
