import { ground, type Theme } from '../../figures/drawing/colours.ts';
import { pageFigureStyle, pageLooks } from '../../figures/drawing/svg.ts';
import type { ArmReport } from '../report-data.ts';

/** Colours of the page beside those of its figures. */
const pageColours: Readonly<Record<Theme, string>> = {
  light: '--ground:#fff;--panel:#fff;--rule:#c3c9d1;--edge:#1b2027;--warn:#8a4b00',
  dark: '--ground:#0f1216;--panel:#0f1216;--rule:#4a5360;--edge:#6b7684;--warn:#f0c27a',
};

const sans =
  'Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif';
const serif =
  'Charter,"Source Serif 4","Iowan Old Style",Georgia,"Noto Serif","Liberation Serif","DejaVu Serif","Noto Serif CJK SC","Songti SC",SimSun,serif';
const mono =
  'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace';

/** Layout of a journal's page: serif prose, tables and figures in sans; one column on a telephone; paper. */
const sheet = `
*{box-sizing:border-box}
html{font-size:16.5px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 ${serif};font-variant-numeric:lining-nums}
main{max-width:964px;margin:0 auto;padding:24px 30px 60px;overflow-wrap:anywhere}
table,figcaption,.cap,.facts,.head,.sans,.notes,.prov{font-family:${sans}}
table,.facts,.prov,svg{font-variant-numeric:lining-nums tabular-nums}
a{color:inherit;text-decoration-color:var(--rule);text-underline-offset:.18em}
a:hover{text-decoration-color:currentColor}
.head{display:flex;justify-content:space-between;gap:0 1em;flex-wrap:wrap;font-size:.78rem;color:var(--muted);border-bottom:1px solid var(--edge);padding-bottom:6px;margin:0 0 18px}
/* Slanted characters and words that are parted by spaces are nothing for Chinese. */
:lang(zh) :is(.question,i){font-style:normal;font-weight:600}:lang(zh) :is(p,dd,li,figcaption){text-wrap:wrap}
h1{font-weight:600;font-size:1.8rem;line-height:1.18;letter-spacing:-.012em;margin:0 0 .2em;text-wrap:balance}
.by{color:var(--muted);margin:0 0 13px;font-size:.94rem}
.abstract{display:grid;grid-template-columns:minmax(0,1fr) 240px;gap:0 38px;margin:0 0 18px}
.question{font-style:italic;margin:0 0 .45em}
.asked{font-size:.82rem;color:var(--warn);margin:0 0 .6em}
.answer{font-size:1.2rem;line-height:1.4;margin:0 0 .55em}
.partial{color:var(--warn);border:1px solid currentColor;padding:5px 12px;font-size:.9rem;max-width:none}
.facts{font-size:.82rem;line-height:1.4;border-top:1px solid var(--rule);padding-top:7px;margin:3px 0 0;align-self:start;display:grid;grid-template-columns:auto minmax(0,1fr);gap:3px 12px}
.facts dt{color:var(--muted)}.facts dd{margin:0}
p{margin:0 0 .7em;max-width:44rem;text-wrap:pretty}
h2{font-weight:600;font-size:1.3rem;line-height:1.2;margin:1.75em 0 .55em;border-top:1px solid var(--edge);padding-top:.5em}
h3{font-weight:600;font-size:1rem;margin:1.5em 0 .35em}
h2 a,h3 a{text-decoration:none}
h2 a:hover::after,h3 a:hover::after{content:' §';color:var(--muted)}
figure{margin:0 0 1.1em}
figcaption,.cap{font-size:.82rem;line-height:1.42;color:var(--muted);margin:.35em 0 0;max-width:54rem;text-align:left}
.cap{margin:0 0 .45em}
figcaption b,.cap b{color:var(--text);font-weight:650}
.two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 40px}
.figure{display:block;width:100%;height:auto;overflow:visible}
.small,.paper{display:none}
.key.figure{display:inline-block;vertical-align:middle;width:26px;height:12px;margin-right:7px;overflow:visible}
table{border-collapse:collapse;width:100%;font-size:.85rem;line-height:1.35;border-top:1px solid var(--edge);border-bottom:1px solid var(--edge);margin:0 0 1.2em}
th,td{padding:5px 14px 5px 0;text-align:left;vertical-align:baseline;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--muted);border-bottom:1px solid var(--rule);vertical-align:bottom}
tbody tr+tr>*{border-top:1px solid var(--line)}
.number{text-align:right;overflow-wrap:normal}
.sub{display:block;font-size:.76rem;color:var(--muted);font-weight:400}
.soft{color:var(--muted)}
.lead{font-weight:650}
.baseline>*{color:var(--muted)}
.formula{font-family:${serif}}
.tight{font-size:.8rem}.tight th,.tight td{padding-top:2.5px;padding-bottom:2.5px}
.group th{font-weight:650;border-top:1px solid var(--rule)!important;padding-top:7px}
.verdicts{table-layout:fixed}.verdicts th:first-child{width:25%}.verdicts td{vertical-align:top}.verdicts th.primary{width:29%}.verdicts th[scope=row]{vertical-align:top}
.arm{display:block}.second{color:var(--muted)}
.word{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 8px;font-weight:600}.word .value{font-weight:400;white-space:nowrap}.word>:first-child{overflow-wrap:normal;flex:none}p.sans{font-size:.85rem}
.word .worse{text-decoration:underline;text-underline-offset:.2em}
.open{font-weight:400;font-style:italic}
.verdicts td .figure{max-width:230px}.verdicts td:not(.primary) .figure{max-width:112px}
.defs{columns:2;column-fill:balance;column-gap:40px;margin:0 0 1.1em;font-size:.9rem;line-height:1.44}
.defs div{break-inside:avoid;margin:0 0 .5em}.defs dt{font-weight:650;display:inline}.defs dt::after{content:'. '}.defs dd{display:inline;margin:0}
.limits{padding-left:1.25em;margin:0 0 1em;columns:2;column-gap:40px;font-size:.93rem;line-height:1.45}.limits li{break-inside:avoid;margin:0 0 .55em}
.prov{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:3px 18px;font-size:.84rem;line-height:1.4;margin:0 0 1.1em}
.prov dt{color:var(--muted)}.prov dd{margin:0}
.notes{font-size:.8rem;line-height:1.42;color:var(--muted);padding-left:1.6em;margin:0 0 1em}.notes li{margin:0 0 .25em}
sup{line-height:0;font-size:.7em}sup a,.back{color:var(--accent);padding:0 .15em}sup a{text-decoration:none}
code,pre{font-family:${mono}}code{font-size:.8em}
pre{margin:0 0 1em;padding:0 0 0 1em;border-left:2px solid var(--rule);white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.45;font-size:.76rem}
:target{background:color-mix(in srgb,var(--accent) 14%,transparent)}
${pageFigureStyle}
@media screen and (max-width:760px){
html{font-size:16px}main{padding:18px 24px 40px}
h1{font-size:1.5rem}.answer{font-size:1.09rem}.abstract{display:block}.facts{margin-top:14px}
.wide{display:none}.small{display:block;max-width:30rem}.two{display:block}.defs,.limits{columns:1}
table,tbody,tfoot{display:block}thead{display:none}
tr{display:block;padding:7px 0}tbody tr+tr{border-top:1px solid var(--line)}tr>*,.group th{border:0!important;padding:1px 0!important}
th[scope=row],th[scope=rowgroup]{display:block;font-weight:600;text-align:left}
td,.number{display:flex;justify-content:space-between;gap:12px;text-align:right;width:auto!important}
td:empty{display:none}
td[data-y]::before{content:attr(data-y);color:var(--muted);text-align:left;flex:none;max-width:50%}
td .sub{display:inline;margin-left:.4em}
.verdicts td{display:grid;grid-template-columns:96px 78px minmax(0,1fr);align-items:center;gap:8px;text-align:left}
.verdicts td.primary{display:block}.verdicts td.primary::before{content:none}.verdicts tfoot{display:none}
.prov{display:block}.prov dd{margin:0 0 6px}
}
@media print{
html{font-size:8.6pt}body{line-height:1.34}main{padding:0;max-width:none}
#verdict-rule{font-size:.82rem;line-height:1.32;max-width:none}.paper{display:block}.baseline>*{padding-top:1px;padding-bottom:1px}
h1{font-size:18pt}.abstract{grid-template-columns:minmax(0,1fr) 232px;gap:0 26px;margin-bottom:12px}.head{margin-bottom:12px}
h2{margin-top:1em}h3{margin-top:.8em}h2,h3,.cap{break-after:avoid}
tr,figure,pre{break-inside:avoid}.defs div,.limits li{break-inside:auto;margin-bottom:.3em}thead{display:table-header-group}p,li{orphans:3;widows:3}
.defs,.limits{column-gap:26px}.two{gap:0 26px}th,td{padding-top:2px;padding-bottom:2px;padding-right:9px}
.defs,.limits,.prov,.notes{font-size:.82rem;line-height:1.32}h2{margin-bottom:.35em}figure{margin-bottom:.7em}figcaption,.cap{font-size:.76rem;line-height:1.32}td .sub{display:inline;margin-left:.4em}table{font-size:.8rem}pre{font-size:.66rem;line-height:1.35}.tight th,.tight td{padding-top:.5px;padding-bottom:.5px}table{margin-bottom:.6em}
.rates{display:grid;grid-template-columns:minmax(0,1.1fr) minmax(0,1fr);gap:0 26px}.rates .two{display:block}.rates th[scope=row]{white-space:nowrap}.rates :is(th,td){padding-right:6px}
.samples{columns:4;column-gap:16px}.screen{display:none}.numbers td{white-space:nowrap}.pair{columns:2;column-gap:26px}a{text-decoration:none}.prov>*{break-inside:avoid}.pair :last-child{margin-bottom:0}.back{display:none}:target{background:none}
}`;

/** Text as a string of CSS: every character that could end it stands as its code point. */
const cssString = (text: string): string =>
  `"${[...text].map((c) => (/[\p{L}\p{N} .,·–-]/u.test(c) ? c : `\\${c.codePointAt(0)!.toString(16)} `)).join('')}"`;

/** What stands on every page of paper but the first: title and origin above, numbers below. */
function paper(title: string, origin: string): string {
  const small = `font:8pt ${sans};color:${ground('light')['muted']}`;
  return (
    `@page{margin:14mm 14mm 12mm;@top-left{content:${cssString(title)};${small}}@top-right{content:${cssString(origin)};${small}}` +
    `@bottom-right{content:counter(page) " / " counter(pages);${small}}}` +
    '@page:first{margin-top:11mm;@top-left{content:""}@top-right{content:""}}'
  );
}

/** The variables of a theme, and those of the arms' looks. */
function variables(arms: readonly Pick<ArmReport, 'label' | 'look'>[], theme: Theme): string {
  const shared = Object.entries(ground(theme)).map(([name, colour]) => `--${name}:${colour}`);
  const looks = arms.map(({ label, look }) => ({ label, ...look }));
  return `:root{${shared.join(';')};${pageColours[theme]}}${pageLooks(looks, theme)}`;
}

/**
 * The style of a report page. The theme follows the reader's system on a screen and is light on paper. Beside colours of
 * our own making two strings enter it, as strings of CSS.
 */
export function pageStyle(
  arms: readonly Pick<ArmReport, 'label' | 'look'>[],
  title: string,
  origin: string,
): string {
  return (
    `:root{color-scheme:light dark}${variables(arms, 'light')}` +
    `@media screen and (prefers-color-scheme:dark){${variables(arms, 'dark')}}` +
    `@media print{:root{color-scheme:light}}${sheet}${paper(title, origin)}`
  );
}
