import { openStage } from './stage.ts';
import { simulate } from './simulation.ts';
const s = await openStage(); await s.store(0);
let n=0; const db=(await s.store(0)).db; const q=db.query; (db as any).query=(...a:any[])=>{n++; return (q as any)(...a)};
for (const seed of process.argv.slice(2).map(Number)) { n=0; const a=performance.now(); const o = await simulate(s, seed); console.log(seed, o.hash, o.states, o.crashes, o.violations.slice(0,3), o.lines.length, 'lines', n, 'statements', Math.round(performance.now()-a),'ms'); if (process.env.LINES) console.log(o.lines.join('\n')); }
await s.close();
