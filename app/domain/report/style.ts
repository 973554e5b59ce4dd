/** Tokens of the application (renderer/theme), light first: paper has no dark mode. */
const light = `
--bg:#f6f7f9;--panel:#fff;--sunken:#eef1f4;--line:#dfe4ea;--line-strong:#c5cdd7;
--text:#171c22;--text-2:#4d5966;--text-3:#67727f;--accent:#0f8a78;
--alloc:#a86a00;--alloc-soft:#a86a0018;--time:#1a67c2;--time-soft:#1a67c238;--mem:#7443cf;--mem-soft:#7443cf18;
--confirmed:#c93a33;--refuted:#1d8150;--inconclusive:#86700f;--grow:#c9493c;--shrink:#2676a8;`;

const dark = `
--bg:#0e1116;--panel:#14181f;--sunken:#0b0e12;--line:#232b36;--line-strong:#313c4a;
--text:#e7ebf0;--text-2:#a3afbd;--text-3:#8693a2;--accent:#46c2ae;
--alloc:#e2a53d;--alloc-soft:#e2a53d24;--time:#5aa8f7;--time-soft:#5aa8f745;--mem:#b48cf5;--mem-soft:#b48cf524;
--confirmed:#f0716b;--refuted:#57c08a;--inconclusive:#c8b35a;--grow:#ef7d6d;--shrink:#58a6d6;`;

/** The report's whole style sheet. 4 px grid, two weights, tabular figures. */
export const reportStyle = `
:root{color-scheme:light;${light}
--ui:system-ui,-apple-system,'Segoe UI','Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;
--mono:ui-monospace,'SFMono-Regular','Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${dark}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:13px/20px var(--ui);font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main{max-width:1080px;margin:0 auto;padding:24px 24px 40px;display:flex;flex-direction:column;gap:24px}
code,pre,.mono{font-family:var(--mono);font-size:.92em}
h1,h2,h3,p,ul,ol,dl,dd,figure,pre{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:21px;line-height:29px;font-weight:600;letter-spacing:-.01em}
h2{font-size:17px;line-height:25px;font-weight:600;letter-spacing:-.01em}
h3{font-size:11px;line-height:16px;font-weight:600;letter-spacing:.04em;text-transform:uppercase;color:var(--text-3)}
a{color:inherit;text-decoration:none}a:hover,a:focus-visible{text-decoration:underline}
.dim{color:var(--text-3)}.sub{color:var(--text-2)}
.bar{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;color:var(--text-3);padding-bottom:12px;border-bottom:1px solid var(--line)}
.bar b{color:var(--text);font-weight:600}.bar .end{margin-left:auto}
.mark{display:inline-block;vertical-align:-3px;margin-right:8px}
.top{display:flex;flex-direction:column;gap:10px}.top .overview{margin:6px 0 4px}
.badge{--c:var(--refuted);display:inline-flex;gap:6px;align-items:center;height:24px;border-radius:4px;padding:0 8px;font-weight:600;color:var(--c);background:color-mix(in srgb,var(--c) 14%,transparent)}
.badge i,.shape{width:9px;height:9px;border:1.5px solid var(--c);flex:none;display:inline-block}
.confirmed{--c:var(--confirmed)}.inconclusive{--c:var(--inconclusive)}.refuted{--c:var(--refuted)}
.confirmed i,.shape.confirmed{background:var(--c)}.inconclusive i,.shape.inconclusive{background:linear-gradient(90deg,var(--c) 50%,transparent 50%)}
.list{display:flex;flex-direction:column;gap:4px}.list li{display:flex;gap:10px;align-items:baseline}
.overview{display:grid;grid-template-columns:repeat(3,1fr);gap:12px}
.state{border-left:2px solid var(--c);padding-left:10px}.state b{color:var(--c);font-weight:600}
.allocation{--c:var(--alloc)}.time{--c:var(--time)}.memory{--c:var(--mem)}
.measures{display:flex;flex-wrap:wrap;gap:8px 28px}.measures div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.measures dt{color:var(--text-3);font-size:12px;line-height:16px}.measures dd{font-weight:600}
.finding{display:flex;flex-direction:column;gap:12px;padding-top:20px;border-top:1px solid var(--line-strong)}
.head{display:flex;gap:16px 32px;align-items:flex-start}.head>div:first-child{flex:1;min-width:0;display:flex;flex-direction:column;gap:6px}
.nums{display:flex;gap:24px;text-align:right;white-space:nowrap}.nums b{display:block;font:600 20px/26px var(--ui)}.nums span{color:var(--text-3);font-size:12px;line-height:16px;display:block}
.legs{display:flex;gap:12px}
.leg{flex:1 1 0;background:var(--panel);border:1px solid var(--line);border-top:2px solid var(--c);border-radius:6px;padding:10px 12px;display:flex;flex-direction:column;gap:8px;min-width:0}
.leg.bare{flex:.6 1 0}.leg header{display:flex;justify-content:space-between;gap:8px;color:var(--text-2)}.leg header b{color:var(--c);font-weight:600}
.leg figure{flex:1;display:flex;flex-direction:column;justify-content:flex-start}
.leg footer{color:var(--text-3);font-size:12px;line-height:16px;border-top:1px solid var(--line);padding-top:6px}
.leg svg,.growthbox svg{display:block;width:100%;height:auto;max-width:400px}
.joins{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:8px 12px}
.join{border:1px dashed var(--line-strong);border-radius:6px;padding:6px 12px;display:flex;gap:12px;align-items:center;color:var(--text-2)}
.join b{color:var(--text);font-weight:600}
.pair{display:inline-flex;flex:none}.pair i{width:10px;height:10px;border-radius:50%;margin-right:-3px;background:var(--c);box-shadow:0 0 0 1.5px var(--bg)}
.notes{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:12px 24px;color:var(--text-2)}
.notes h3,.block h3{margin-bottom:4px}.notes li+li{margin-top:4px}
.alias{border-left:2px solid var(--confirmed);padding:2px 0 2px 12px;color:var(--text-2)}.alias b{color:var(--text);font-weight:600}
.two{display:grid;grid-template-columns:minmax(0,1.35fr) minmax(0,1fr);gap:16px 32px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th{font-weight:400;color:var(--text-3);font-size:12px;line-height:16px;text-align:left;padding:2px 12px 4px 0;white-space:nowrap}
td{padding:4px 12px 4px 0;border-top:1px solid var(--line);vertical-align:top}
.n{text-align:right;white-space:nowrap}td:last-child,th:last-child{padding-right:0}
td small{display:block;color:var(--text-3);font:11px/16px var(--mono);overflow-wrap:anywhere}
.change{display:grid;grid-template-columns:minmax(72px,auto) 96px;gap:10px;align-items:center;justify-content:end}
.meter{display:grid;grid-template-columns:1fr 1fr;height:10px;background:linear-gradient(90deg,transparent calc(50% - .5px),var(--line-strong) calc(50% - .5px),var(--line-strong) calc(50% + .5px),transparent calc(50% + .5px))}
.meter i{height:10px;border-radius:1px}.meter .grow{grid-column:2;background:var(--grow)}.meter .shrink{grid-column:1;justify-self:end;background:var(--shrink)}
.stack{font:12px/19px var(--mono);counter-reset:f -1}.stack li{display:grid;grid-template-columns:20px minmax(0,1fr) auto;gap:0 8px;counter-increment:f}
.stack li::before{content:counter(f);color:var(--text-3);text-align:right}.stack span:last-child{color:var(--text-3)}
.stack .own{color:var(--text);font-weight:600}.stack li>span:first-of-type{color:var(--text-2);overflow-wrap:anywhere}.stack li.own>span:first-of-type{color:var(--text)}
.steps{display:flex;flex-direction:column;gap:6px}.steps li{display:grid;grid-template-columns:132px minmax(0,1fr) auto;gap:0 12px}
.steps pre,.cmd{font:12px/18px var(--mono);white-space:pre-wrap;overflow-wrap:anywhere}
.steps p{color:var(--text-2)}.steps .bad{color:var(--confirmed)}
.facts{display:grid;grid-template-columns:132px minmax(0,1fr);gap:2px 12px}.facts dt{color:var(--text-3)}.facts dd{overflow-wrap:anywhere}
.block{display:flex;flex-direction:column;gap:4px}.section{display:flex;flex-direction:column;gap:8px;padding-top:20px;border-top:1px solid var(--line-strong)}
footer.end{color:var(--text-3);border-top:1px solid var(--line);padding-top:12px}
svg text{font:10.5px var(--mono);fill:var(--text)}svg .dim{fill:var(--text-3)}svg text.dim{font-size:10px}
.flame .grow{fill:var(--grow)}.flame .shrink{fill:var(--shrink)}.flame .same{fill:var(--text-3)}
.strip .gc{stroke:var(--text-3);stroke-opacity:.35;fill:none}.strip .heap{fill:none;stroke:var(--mem);stroke-width:1.5;stroke-linejoin:round}
.strip .floor{fill:none;stroke:var(--confirmed);stroke-width:1.25;stroke-dasharray:3 3}.strip .floor-end{fill:var(--confirmed)}
.strip .alive{fill:var(--time-soft)}.strip .runs{fill:var(--time)}.axis{stroke:var(--line-strong);fill:none}
.path .box{fill:var(--mem-soft);stroke:var(--mem)}.path .link{fill:none;stroke:var(--mem)}.path .total{font:600 14px var(--ui)}.path .total .dim{font:12px var(--ui)}
.growth .fit{fill:none;stroke:var(--alloc);stroke-dasharray:4 3}.growth .sample{fill:var(--alloc)}
@media (max-width:900px){.legs{flex-direction:column}.leg:not(.bare){display:grid;grid-template-columns:minmax(0,1fr) minmax(0,340px);gap:8px 20px}.leg header,.leg footer{grid-column:1/-1}.two{grid-template-columns:1fr}}
@media (max-width:620px){main{padding:16px 16px 32px;gap:20px}h1{font-size:18px;line-height:25px}h2{font-size:16px;line-height:23px}
.bar .end{margin-left:0}.head{flex-direction:column}.nums{text-align:left}.overview{grid-template-columns:1fr;gap:8px}.leg:not(.bare){display:flex}.joins{grid-template-columns:1fr}
.steps li{grid-template-columns:minmax(0,1fr) auto}.steps pre,.steps li>div{grid-column:1/-1;grid-row:2}.facts{grid-template-columns:104px minmax(0,1fr)}
.diff thead,.files thead{display:none}.diff tr{display:grid;grid-template-columns:auto auto 1fr;gap:2px 8px;align-items:center;border-top:1px solid var(--line);padding:6px 0}.diff td{border:0;padding:0}.diff td:nth-child(1),.diff td:nth-child(2){grid-column:1/-1}.diff td:nth-child(3),.diff td:nth-child(4){color:var(--text-3);font-size:12px}.diff td:nth-child(4)::before{content:'→ '}.diff .self{display:none}
.measures{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:8px 12px}
.stack li{grid-template-columns:20px minmax(0,1fr)}.stack span:last-child{grid-column:2}
.files tr{display:grid;grid-template-columns:1fr auto auto;gap:0 12px;border-top:1px solid var(--line);padding:4px 0}.files td{border:0;padding:0}.files td:first-child{grid-column:1/-1}}
@page{size:A4;margin:14mm 14mm 16mm}
@media print{body{background:#fff;font-size:10.5px;line-height:15px}.stack,.steps pre,.cmd,.measures dt,.nums span,.leg footer,th{font-size:10px;line-height:14px}td small{font-size:9px;line-height:13px}td{padding-top:3px;padding-bottom:3px}h1{font-size:18px;line-height:24px}h2{font-size:14px;line-height:20px}.nums b{font-size:17px}main{max-width:none;padding:0;gap:14px}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.leg,.join,.alias,tr,.steps li,.stack li,.block{break-inside:avoid}h1,h2,h3{break-after:avoid}.finding{break-before:auto}.legs{flex-direction:column}
.leg:not(.bare){display:grid;grid-template-columns:minmax(0,1fr) 300px;gap:4px 20px}.leg header,.leg footer{grid-column:1/-1}.two{grid-template-columns:minmax(0,1.35fr) minmax(0,1fr)}}
`;
