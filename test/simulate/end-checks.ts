import type { Simulation } from './simulation.ts';
export async function checkEnd(_: Simulation): Promise<void> { await Promise.resolve(); }
