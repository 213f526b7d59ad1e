import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../functions/shared/core/duration.ts';

const WIDTH = 880;
const LEFT = 56;
const RIGHT = 16;
const TOP = 44;
const PANEL_HEIGHT = 110;
const PANEL_GAP = 40;
const FOOT = 44;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;

const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 14px }
.axis { stroke: #6e7781; fill: none }
.grid { stroke: #d0d7de }
.outage { fill: #cf222e; fill-opacity: .13 }
.busiest { fill: #0969da; fill-opacity: .35 }
.mean { fill: #0969da }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.axis { stroke: #8b949e }
.grid { stroke: #30363d }
.outage { fill: #f85149; fill-opacity: .22 }
.busiest { fill: #58a6ff; fill-opacity: .4 }
.mean { fill: #58a6ff }
}`;

export interface Panel {
  title: string;
  /** How many there were in each second. */
  seconds: readonly number[];
}

export interface PanelsPlot {
  title: string;
  panels: readonly Panel[];
  lengthMs: number;
  /** Shaded. */
  outages: readonly { fromMs: number; toMs: number }[];
}

/** What was done a second over simulated time, one panel below the other, outages shaded. */
export function panelsSvg(plot: PanelsPlot): string {
  const { title, panels, lengthMs } = plot;
  const height = TOP + panels.length * (PANEL_HEIGHT + PANEL_GAP) - PANEL_GAP + FOOT;
  const drawn = panels.map((panel, index) => {
    const top = TOP + 8 + index * (PANEL_HEIGHT + PANEL_GAP);
    return drawPanel({ ...panel, top, plot });
  });
  const bottom = height - FOOT + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(title)}">
<style>${STYLE}
</style>
<text class="title" x="${LEFT}" y="20">${escapeXml(title)}</text>
${drawn.join('\n')}
${timeAxis(lengthMs, bottom)}
</svg>
`;
}

interface DrawPanelInput extends Panel {
  top: number;
  plot: PanelsPlot;
}

function drawPanel({ title, top, seconds, plot }: DrawPanelInput): string {
  const { lengthMs, outages } = plot;
  const x = (ms: number) => LEFT + (ms / lengthMs) * PLOT_WIDTH;
  const bottom = top + PANEL_HEIGHT;
  const highest = roundUp(seconds.reduce((most, each) => Math.max(most, each), 0));
  // A square root shows a peak of a thousand and a drain of ten in one plot.
  const y = (count: number) => round(bottom - Math.sqrt(count / highest) * PANEL_HEIGHT);
  const shades = outages.map(({ fromMs, toMs }) => {
    const width = round(x(toMs) - x(fromMs));
    return `<rect class="outage" x="${round(x(fromMs))}" y="${top}" width="${width}" height="${PANEL_HEIGHT}"/>`;
  });
  const ticks = [0, highest / 4, highest].map(
    (count) =>
      `<path class="grid" d="M${LEFT} ${y(count)}h${PLOT_WIDTH}"/><text x="${LEFT - 6}" y="${y(count) + 4}" text-anchor="end">${count}</text>`,
  );
  const columns = toColumns(seconds);
  return [
    `<text x="${LEFT}" y="${top - 6}">${escapeXml(title)}</text>`,
    ...ticks,
    ...shades,
    steps(
      'busiest',
      columns.map(({ busiest }) => y(busiest)),
      bottom,
    ),
    steps(
      'mean',
      columns.map(({ mean }) => y(mean)),
      bottom,
    ),
    `<path class="axis" d="M${LEFT} ${top}V${bottom}H${LEFT + PLOT_WIDTH}"/>`,
  ].join('\n');
}

/** At most one column for two pixels. */
const MAX_COLUMNS = PLOT_WIDTH / 2;

function columnSeconds(count: number): number {
  return Math.ceil(count / MAX_COLUMNS);
}

function toColumns(seconds: readonly number[]): { busiest: number; mean: number }[] {
  const size = columnSeconds(seconds.length);
  return Array.from({ length: Math.ceil(seconds.length / size) }, (_, index) => {
    const part = seconds.slice(index * size, (index + 1) * size);
    return { busiest: Math.max(...part), mean: part.reduce((sum, count) => sum + count, 0) / part.length };
  });
}

/** An area of columns; columns of one height are drawn as one. */
function steps(name: string, heights: number[], bottom: number): string {
  const width = PLOT_WIDTH / heights.length;
  let path = `M${LEFT} ${bottom}`;
  for (const [index, height] of heights.entries()) {
    if (height !== heights[index - 1]) path += `V${height}`;
    if (height !== heights[index + 1]) path += `H${round(LEFT + (index + 1) * width)}`;
  }
  return `<path class="${name}" d="${path}V${bottom}Z"/>`;
}

/** Minutes or hours from one label to the next. */
const TIME_STEPS = [1, 2, 5, 10];

function timeAxis(lengthMs: number, bottom: number): string {
  const inHours = lengthMs > 3 * HOUR_MS;
  const unit = inHours ? HOUR_MS : MINUTE_MS;
  const step = TIME_STEPS.find((each) => lengthMs / unit <= each * 14) ?? 10;
  const ticks: string[] = [];
  for (let tick = 0; tick * unit <= lengthMs; tick += step) {
    const x = round(LEFT + ((tick * unit) / lengthMs) * PLOT_WIDTH);
    ticks.push(`<text x="${x}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`);
  }
  const seconds = columnSeconds(lengthMs / SECOND_MS);
  const legend = `simulated time in ${inHours ? 'hours' : 'minutes'}; each column is ${seconds} s: pale its busiest second, full its mean; square-root scale; shaded: the outage`;
  return `${ticks.join('\n')}\n<text x="${LEFT + PLOT_WIDTH / 2}" y="${bottom + 33}" text-anchor="middle">${legend}</text>`;
}

/** The next of 4, 8, 12, 20, 40, 80, 120, …, which are easily halved twice. */
function roundUp(value: number): number {
  for (let power = 1; ; power *= 10) {
    const nice = [4, 8, 12, 20].map((factor) => factor * power).find((each) => each >= value);
    if (nice !== undefined) return nice;
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
