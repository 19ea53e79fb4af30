import { runChaos } from "/work/main/ledger/tests/chaos.ts";
const t = Date.now();
const r = await runChaos(50, 2026);
console.log(JSON.stringify(r), (Date.now() - t) / 1000, "s");
