// Interactive charts, for whoever asks for one: the button under a chart loads the library once, from our own host,
// and draws from the JSON beside the chart. The plain chart and its table stay the same and stay there.
(() => {
  "use strict";
  const LIBRARY = document.currentScript?.dataset.library;
  if (!LIBRARY) return;
  const DARK = matchMedia("(prefers-color-scheme: dark)");
  const CALM = matchMedia("(prefers-reduced-motion: reduce)");
  const SHAPES = ["circle", "rect", "triangle", "diamond", "arrow", "pin"];
  const DASHES = ["solid", "dashed", "dotted", [12, 5, 2, 5], [5, 4], [16, 6]];
  const DECALS = [null, { symbol: "rect", dashArrayX: 1, dashArrayY: [3, 4], rotation: 0.8 }, { symbol: "circle", symbolSize: 0.6 },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5] }, { symbol: "rect", dashArrayX: [2, 4], dashArrayY: [1, 0] }, { symbol: "triangle", symbolSize: 0.7 }];
  let loading = null;

  const load = () => (loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = LIBRARY;
    script.onload = () => resolve(window.echarts);
    script.onerror = () => { loading = null; reject(new Error("not loaded")); };
    document.head.append(script);
  }));

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const size = () => parseFloat(getComputedStyle(document.body).fontSize) * 0.8;

  const said = (chart, value) => {
    if (value === null || value === undefined) return "–";
    const digits = { maximumFractionDigits: chart.digits, minimumFractionDigits: chart.fixed ? chart.digits : 0 };
    const number = value.toLocaleString("en", digits);
    return chart.unit === "%" ? `${number}%` : chart.unit ? `${number} ${chart.unit}` : number;
  };
  const spoken = (chart, series, place) => {
    if (series.withheld.includes(place)) return chart.withheld;
    const [low, high] = [series.low[place], series.high[place]];
    const span = low == null || high == null ? "" : ` (${said(chart, low)} – ${said(chart, high)})`;
    return said(chart, series.values[place]) + span;
  };

  const frame = (chart) => {
    const [ink, soft, line] = ["ink", "soft", "line"].map(colour);
    const style = { color: ink, fontSize: size(), fontFamily: getComputedStyle(document.body).fontFamily };
    const axis = { axisLabel: { color: soft, fontSize: size() }, axisLine: { lineStyle: { color: soft } }, splitLine: { lineStyle: { color: line } },
      nameTextStyle: { color: soft, fontSize: size() } };
    return {
      parts: { axis, style },
      option: {
        aria: { enabled: false }, animation: !CALM.matches, textStyle: style, color: [1, 2, 3, 4, 5, 6].map((tone) => colour(`c${tone}`)),
        grid: { left: 8, right: 24, top: chart.series.length > 1 ? 56 : 24, bottom: 8, containLabel: true },
        legend: { show: chart.series.length > 1, type: "scroll", top: 0, textStyle: style, pageTextStyle: style },
        tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("paper"), borderColor: colour("edge"), textStyle: style },
      },
    };
  };

  const listed = (chart) => (points) => {
    const place = points[0].dataIndex;
    return [chart.labels[place], ...chart.series.map((one) => `${one.name}: ${spoken(chart, one, place)}`)].join("\n");
  };

  const lines = (chart) => {
    const { option, parts } = frame(chart);
    return { ...option,
      tooltip: { ...option.tooltip, trigger: "axis", formatter: listed(chart) },
      xAxis: { ...parts.axis, type: "category", data: chart.short },
      yAxis: { ...parts.axis, type: "value" },
      series: chart.series.map((one, which) => ({ type: "line", name: one.name, data: one.values, symbol: SHAPES[which % 6], symbolSize: 10,
        lineStyle: { type: DASHES[which % 6], width: 2.5 } })),
    };
  };

  const bars = (chart) => {
    const { option, parts } = frame(chart);
    return { ...option,
      tooltip: { ...option.tooltip, trigger: "axis", axisPointer: { type: "shadow" }, formatter: listed(chart) },
      xAxis: { ...parts.axis, type: "value" },
      yAxis: { ...parts.axis, type: "category", data: chart.labels, inverse: true },
      series: chart.series.map((one, which) => ({ type: "bar", name: one.name, data: one.values, stack: chart.kind === "stacked" ? "whole" : undefined,
        itemStyle: { decal: DECALS[which % 6] ?? undefined } })),
    };
  };

  // Dots with their intervals: the interval is a line of two points for each label.
  const dots = (chart) => {
    const { option, parts } = frame(chart);
    const [one] = chart.series;
    const spans = chart.labels.flatMap((label, place) => one.low[place] == null ? [] : [[{ coord: [one.low[place], place] }, { coord: [one.high[place], place] }]]);
    const ends = [...one.values, ...one.low, ...one.high].filter((end) => end != null);
    const middle = chart.middle === null ? [] : [{ xAxis: chart.middle, name: chart.middleName }];
    return { ...option,
      tooltip: { ...option.tooltip, trigger: "item", formatter: (point) => `${chart.labels[point.dataIndex]}: ${spoken(chart, one, point.dataIndex)}` },
      xAxis: { ...parts.axis, type: "value", min: Math.floor(Math.min(...ends)), max: Math.ceil(Math.max(...ends)) },
      yAxis: { ...parts.axis, type: "category", data: chart.labels, inverse: true },
      series: [{ type: "scatter", name: one.name, symbolSize: 12, data: one.values.map((value, place) => [value, place]),
        markLine: { silent: true, animation: false, symbol: "none", label: { show: false }, lineStyle: { color: colour("ink"), type: "solid", width: 2 },
          data: [...spans, ...middle.map((line) => ({ ...line, lineStyle: { color: colour("seal"), type: "dashed" } }))] } }],
    };
  };

  const funnel = (chart) => {
    const { option, parts } = frame(chart);
    const [one] = chart.series;
    const name = (point) => `${chart.labels[point.dataIndex]}: ${spoken(chart, one, point.dataIndex)} (${chart.sizeName} ${chart.sizes[point.dataIndex]})`;
    const middle = chart.middle === null ? [] : [{ yAxis: chart.middle }];
    return { ...option,
      tooltip: { ...option.tooltip, trigger: "item", formatter: (point) => point.seriesType === "scatter" ? name(point) : point.seriesName },
      xAxis: { ...parts.axis, type: "value", name: chart.sizeName, nameLocation: "middle", nameGap: 30 },
      yAxis: { ...parts.axis, type: "value" },
      grid: { ...option.grid, bottom: 32 },
      legend: { ...option.legend, show: false },
      series: [
        ...chart.curves.map((curve) => ({ type: "line", name: curve.name, data: curve.points, symbol: "none", color: colour("edge"),
          lineStyle: { type: curve.outer ? "dashed" : "solid", width: 1.5 } })),
        { type: "scatter", name: one.name, color: colour("c1"),
          data: one.values.map((value, place) => ({ value: [chart.sizes[place], value], symbol: chart.flagged.includes(place) ? "diamond" : "circle",
            symbolSize: chart.flagged.includes(place) ? 18 : 12 })),
          label: { show: true, position: "top", color: colour("ink"), fontSize: size(), formatter: (point) => chart.labels[point.dataIndex] }, labelLayout: { hideOverlap: true },
          markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colour("seal"), type: "dashed" }, data: middle } },
      ],
    };
  };
  const OPTIONS = { lines, bars, stacked: bars, dots, funnel };

  document.querySelectorAll("figure[data-chart]").forEach((figure) => {
    const block = figure.querySelector("[data-live]");
    const numbers = figure.querySelector('script[type="application/json"]');
    if (!block || !numbers) return;
    const [button, room, status] = ["button", ".live", "[role=status]"].map((part) => block.querySelector(part));
    const plain = figure.querySelector(".drawing");
    const chart = JSON.parse(numbers.textContent);
    let drawn = null;
    const draw = (library) => {
      drawn?.dispose();
      room.hidden = false;
      room.setAttribute("role", "img");
      room.setAttribute("aria-label", plain.getAttribute("aria-label"));
      drawn = library.init(room, null, { renderer: "svg" });
      drawn.setOption(OPTIONS[chart.kind](chart));
    };
    const close = () => {
      drawn.dispose();
      drawn = null;
      room.hidden = true;
      button.textContent = button.dataset.on;
    };
    block.hidden = false;
    button.addEventListener("click", async () => {
      if (drawn) return close();
      button.disabled = true;
      try {
        draw(await load());
        button.textContent = button.dataset.off;
        status.textContent = "";
      } catch {
        status.textContent = button.dataset.failed;
      }
      button.disabled = false;
    });
    new ResizeObserver(() => drawn?.resize()).observe(room);
    DARK.addEventListener("change", () => drawn && draw(window.echarts));
  });
})();
