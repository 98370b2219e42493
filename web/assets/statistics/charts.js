// The three charts, in the colours of the page.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

const order = ["cleared", "deferred", "waiting", "action_required"];
const fills = { cleared: "--ok-fill", deferred: "--defer-fill", waiting: "--wait-fill", action_required: "--act-fill" };

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function base() {
  const ink = colour("--ink");
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { color: ink, fontFamily: getComputedStyle(document.body).fontFamily },
    legend: { top: 0, textStyle: { color: ink }, itemWidth: 16, itemHeight: 10 },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" } },
    grid: { left: 8, right: 24, top: 40, bottom: 8, outerBoundsMode: "same" },
  };
}

function axis(extra) {
  const soft = colour("--ink-2");
  const line = { lineStyle: { color: colour("--line") } };
  return { axisLabel: { color: soft, hideOverlap: true }, axisLine: line, axisTick: line, splitLine: line, ...extra };
}

/** Bars from left to right, a row for each line, stacked by status. */
export function bars(lines, words, width) {
  const room = Math.min(260, Math.max(90, Math.floor(width / 3)));
  const categories = axis({ type: "category", inverse: true, data: lines.map((line) => line.title) });
  categories.axisLabel = { ...categories.axisLabel, width: room, overflow: "truncate" };
  return {
    ...base(),
    yAxis: categories,
    xAxis: axis({ type: "value", minInterval: 1, splitNumber: width < 500 ? 2 : 6 }),
    series: order.map((status) => ({
      name: words[status],
      type: "bar",
      stack: "pairs",
      barMaxWidth: 22,
      itemStyle: { color: colour(fills[status]) },
      data: lines.map((line) => line.by_status[status]),
    })),
  };
}

/** Open and cleared, day by day. */
export function days(entries, open, cleared) {
  const line = (name, key, fill) => ({
    name,
    type: "line",
    symbolSize: 6,
    areaStyle: { opacity: 0.18 },
    lineStyle: { color: colour(fill), width: 2 },
    itemStyle: { color: colour(fill) },
    data: entries.map((entry) => entry[key]),
  });
  return {
    ...base(),
    xAxis: axis({ type: "category", boundaryGap: false, data: entries.map((entry) => entry.title) }),
    yAxis: axis({ type: "value", minInterval: 1 }),
    series: [line(cleared, "cleared", "--ok-fill"), line(open, "open", "--act-fill")],
  };
}

export function draw(element, option, height) {
  element.hidden = false;
  element.setAttribute("data-height", String(height));
  let chart = echarts.getInstanceByDom(element);
  if (!chart) chart = echarts.init(element, null, { renderer: "svg", height });
  chart.resize({ height });
  chart.setOption(option, { notMerge: true });
}

export function resize() {
  for (const element of document.querySelectorAll(".chart")) {
    const chart = echarts.getInstanceByDom(element);
    if (chart) chart.resize({ height: Number(element.getAttribute("data-height")) });
  }
}
