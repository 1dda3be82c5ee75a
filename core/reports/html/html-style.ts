import { ground, type Theme } from '../../figures/colours.ts';
import { pageFigureStyle, pageLooks } from '../../figures/svg.ts';
import type { ArmReport } from '../report-data.ts';

/** Colours of the page beside those of its figures. */
const pageColours: Readonly<Record<Theme, string>> = {
  light: '--ground:#f7f8fa;--warn:#8a4b00;--warn-ground:#fff6e5',
  dark: '--ground:#0f1216;--warn:#f0c27a;--warn-ground:#2a2113',
};

/** Layout, charts and print. Colours come from the variables of the theme and of each arm. */
const sheet = `
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.55 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1000px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:28px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:18px;margin:40px 0 12px}
h3{font-size:15px;margin:20px 0 6px}
.panel>:first-child{margin-top:0}
.panel>:last-child{margin-bottom:0}
p{margin:0 0 10px}
.question{font-size:17px;color:var(--muted);overflow-wrap:anywhere}
.meta,.caption{color:var(--muted);font-size:13px}
.partial{background:var(--warn-ground);color:var(--warn);border:1px solid currentColor;border-radius:8px;padding:8px 14px;margin:14px 0}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:0 0 16px}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--muted);font-size:13px;padding-bottom:6px}
th,td{padding:6px 12px 6px 0;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--muted);font-weight:500;font-size:13px;vertical-align:bottom}
th[scope=row]{font-weight:500}
.number{text-align:right;white-space:nowrap}
.number:last-child{padding-right:0}
.sub{display:block;color:var(--muted);font-size:12px;font-weight:400}
.lead{font-weight:650}
sup{line-height:0}
dl+.caption{margin-top:10px}
.notes{margin:10px 0 0;color:var(--muted);font-size:13px}
.pairs th[scope=row]{white-space:nowrap}
dl{display:grid;grid-template-columns:190px 1fr;gap:8px 20px;margin:0}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
li{margin:0 0 7px}
ul{margin:0;padding-left:20px}
ul.panel{padding-left:36px}
li:last-child{margin-bottom:0}
code,pre,.formula,.hash{font-family:"JetBrains Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;font-size:13px}
.hash{overflow-wrap:anywhere}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5}
.badge{display:inline-block;border:1px solid var(--line);border-radius:5px;padding:0 6px;font-size:12px;color:var(--muted);white-space:nowrap}
.grid2{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px}
.grid2 .panel{margin:0}
figure{margin:0}
.key{display:inline-block;width:26px;height:10px;margin-right:8px;overflow:visible}
.figure{display:block;width:100%;height:auto}
.key.figure{display:inline-block;width:26px;height:10px}
${pageFigureStyle}
@media screen and (max-width:720px){.grid2{grid-template-columns:1fr}dl{grid-template-columns:1fr;gap:2px}dd{margin-bottom:8px}}
@media print{
@page{size:A4;margin:14mm}
body{font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}
h2,h3{break-after:avoid}
.panel{border-color:#c9ced6}
figure,tr,li,.sample{break-inside:avoid}
.wide{overflow:visible}
table{font-size:9pt}th,td{padding-right:8px}
.pairs{font-size:8.5pt}.pairs th[scope=row]{white-space:normal}
dl{grid-template-columns:120px 1fr}
}`;

/** The variables of a theme, and those of the arms' looks. */
function variables(arms: readonly ArmReport[], theme: Theme): string {
  const shared = Object.entries(ground(theme)).map(([name, colour]) => `--${name}:${colour}`);
  const looks = arms.map(({ label, look }) => ({ label, ...look }));
  return `:root{${shared.join(';')};${pageColours[theme]}}${pageLooks(looks, theme)}`;
}

/**
 * The style of a report page. The theme follows the reader's system on a screen and is light on paper. Only colours
 * of our own making enter it, no text from outside.
 */
export function pageStyle(arms: readonly ArmReport[]): string {
  return (
    `:root{color-scheme:light dark}${variables(arms, 'light')}` +
    `@media screen and (prefers-color-scheme:dark){${variables(arms, 'dark')}}` +
    `@media print{:root{color-scheme:light;--ground:#ffffff}}${sheet}`
  );
}
