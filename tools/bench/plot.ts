import { type Contender, contenders } from "./contenders";
import { OPERATIONS, type Operation } from "./measure";
import { findCell, largestMeasured, type Results, sizesOf } from "./results";
import { type LogScale, logScale } from "./scale";
import { box, dot, page, path, segment, text } from "./svg";

const WIDTH = 920;
const HEIGHT = 960;
const PANEL = { width: 372, height: 240, left: [70, 518], top: [128, 446] } as const;
const STATE = { left: 190, width: 600, top: 778, step: 30 } as const;
const LEGEND = { boxWidth: 20, lineWidth: 46, characterWidth: 6.5, gap: 24 } as const;
const GRID = "#d9dee3";
const FINE_GRID = "#f0f2f4";
const FAINT = "#5f6b76";
/** Told apart by people who see colours differently, too (Okabe and Ito). */
const COLOURS: Readonly<Record<Contender["name"], string>> = {
  ours: "#0072b2",
  floor: "#8a8f94",
  fieldsFloor: "#cc79a7",
  obvious: "#d55e00",
};
const PANEL_TITLES: Readonly<Record<Operation, string>> = {
  up: "up",
  preview: "preview, unchanged",
  refresh: "refresh, unchanged",
  destroy: "destroy (jobs that have ended)",
};

/** Four panels of seconds over resources, both logarithmic, and the bytes of state below. */
export function renderPlot(results: Results): string {
  const seconds = results.cells.flatMap(({ measured }) =>
    measured === undefined
      ? []
      : OPERATIONS.flatMap((operation) => [measured.seconds[operation].min, measured.seconds[operation].max]),
  );
  const panels = OPERATIONS.map((operation, index) => panel(results, operation, index, seconds));
  const { machine } = results;
  const setting = `${machine.cores} cores, Node ${machine.node}, Pulumi engine ${machine.pulumiEngine}, SDK ${machine.pulumiSdk}, local IMS`;
  return page(WIDTH, HEIGHT, "Benchmark of pulumi-alicloud-ice", [
    text(24, 36, "Live recording jobs: ours, the engine’s floor, and the obvious way", {
      size: 18,
      weight: "600",
    }),
    text(24, 58, `Median of the rounds, bars from min to max. ${setting}.`, { colour: FAINT }),
    ...legend(),
    ...panels.flat(),
    ...stateDots(results),
  ]);
}

function legend(): string[] {
  const y = 84;
  let next = 24;
  const placed = (width: number): number => {
    const x = next;
    next += width + LEGEND.gap;
    return x;
  };
  const names = contenders.flatMap(({ name, title }) => {
    const x = placed(LEGEND.boxWidth + title.length * LEGEND.characterWidth);
    return [box(x, y - 10, 14, 10, COLOURS[name]), text(x + LEGEND.boxWidth, y, title)];
  });
  const lines = (["checkpoints off", "checkpoints on"] as const).flatMap((title) => {
    const x = placed(LEGEND.lineWidth + title.length * LEGEND.characterWidth);
    const hollow = title === "checkpoints on";
    const ends = [x, x + 38].map((end) => [end, y - 4] as const);
    return [
      path(ends, FAINT, hollow),
      dot(x + 19, y - 4, FAINT, hollow, title),
      text(x + LEGEND.lineWidth, y, title),
    ];
  });
  return [...names, ...lines];
}

function panel(results: Results, operation: Operation, index: number, seconds: readonly number[]): string[] {
  const left = PANEL.left[index % 2] ?? 0;
  const top = PANEL.top[Math.floor(index / 2)] ?? 0;
  const right = left + PANEL.width;
  const bottom = top + PANEL.height;
  const x = logScale(sizesOf(results), left, right);
  const y = logScale(seconds, bottom, top);
  return [
    text(left, top - 12, PANEL_TITLES[operation], { size: 14, weight: "600" }),
    ...y.between.map((value) => segment([left, y.place(value)], [right, y.place(value)], FINE_GRID)),
    ...y.ticks.flatMap((value) => [
      segment([left, y.place(value)], [right, y.place(value)], GRID),
      text(left - 8, y.place(value) + 4, value.toLocaleString("en-US"), { anchor: "end", colour: FAINT }),
    ]),
    ...x.ticks.flatMap((value) => [
      segment([x.place(value), top], [x.place(value), bottom], GRID),
      text(x.place(value), bottom + 18, value.toLocaleString("en-US"), { anchor: "middle", colour: FAINT }),
    ]),
    text((left + right) / 2, bottom + 36, "resources in the stack (log scale)", { anchor: "middle" }),
    text(left - 44, (top + bottom) / 2, "seconds (log scale)", { anchor: "middle", turned: -90 }),
    ...(["on", "off"] as const).flatMap((checkpoints) =>
      contenders.flatMap(({ name, title }) => series(results, operation, { name, title, checkpoints }, x, y)),
    ),
  ];
}

function series(
  results: Results,
  operation: Operation,
  of: { name: Contender["name"]; title: string; checkpoints: "on" | "off" },
  x: LogScale,
  y: LogScale,
): string[] {
  const colour = COLOURS[of.name];
  const hollow = of.checkpoints === "on";
  const found = sizesOf(results).flatMap((resources) => {
    const spread = findCell(results, of.name, resources, of.checkpoints)?.measured?.seconds[operation];
    return spread === undefined ? [] : [{ resources, spread }];
  });
  const points = found.map(({ resources, spread }) => [x.place(resources), y.place(spread.median)] as const);
  if (points.length === 0) return [];
  return [
    path(points, colour, hollow),
    ...found.map(({ resources, spread }) =>
      segment(
        [x.place(resources), y.place(spread.min)],
        [x.place(resources), y.place(spread.max)],
        colour,
        1.5,
      ),
    ),
    ...found.map(({ resources, spread }) =>
      dot(
        x.place(resources),
        y.place(spread.median),
        colour,
        hollow,
        `${of.title}, ${operation} of ${resources}, checkpoints ${of.checkpoints}: ${spread.median.toFixed(1)} s (${spread.min.toFixed(1)}–${spread.max.toFixed(1)})`,
      ),
    ),
  ];
}

function stateDots(results: Results): string[] {
  const found = contenders.flatMap(({ name, title }) => {
    const bytes = largestMeasured(results, name)?.measured?.stateBytesPerResource.median;
    return bytes === undefined ? [] : [{ name, title, bytes }];
  });
  const scale = logScale(
    found.map(({ bytes }) => bytes),
    STATE.left,
    STATE.left + STATE.width,
  );
  const bottom = STATE.top + found.length * STATE.step;
  return [
    text(70, STATE.top - 16, "State of one resource", { size: 14, weight: "600" }),
    ...scale.ticks.flatMap((value) => [
      segment([scale.place(value), STATE.top - 4], [scale.place(value), bottom], GRID),
      text(scale.place(value), bottom + 16, value.toLocaleString("en-US"), {
        anchor: "middle",
        colour: FAINT,
      }),
    ]),
    text(STATE.left + STATE.width / 2, bottom + 34, "bytes of compact JSON (log scale)", {
      anchor: "middle",
    }),
    ...found.flatMap(({ name, title, bytes }, index) => {
      const y = STATE.top + index * STATE.step + 4;
      const end = scale.place(bytes);
      return [
        text(STATE.left - 10, y + 15, title, { anchor: "end" }),
        segment([STATE.left, y + 11], [end, y + 11], COLOURS[name], 2),
        dot(end, y + 11, COLOURS[name], false, `${title}: ${Math.round(bytes)} bytes`),
        text(end + 10, y + 15, Math.round(bytes).toLocaleString("en-US")),
      ];
    }),
  ];
}
