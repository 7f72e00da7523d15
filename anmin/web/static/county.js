// The two charts of the county page. Without script the tables say the same.
(() => {
  const told = JSON.parse(document.getElementById("chart").textContent);
  if (!window.echarts) return;
  const look = {
    color: ["#1f4e8c"],
    grid: { left: 12, right: 12, top: 32, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", valueFormatter: (v) => (v === null ? "—" : v.toLocaleString("zh-CN") + " " + told.unit) },
    animation: false,
  };
  const draw = (id, names, values, kind) => {
    const chart = echarts.init(document.getElementById(id));
    chart.setOption({
      ...look,
      xAxis: { type: "category", data: names, axisLabel: { interval: 0, rotate: names.length > 8 ? 40 : 0 } },
      yAxis: { type: "value", name: told.unit, nameTextStyle: { align: "left" }, splitLine: { lineStyle: { color: "#e6eaf0" } } },
      series: [{ type: kind, data: values, smooth: false, barMaxWidth: 28 }],
    });
    addEventListener("resize", () => chart.resize());
  };
  draw("trend", told.months, told.trend, "line");
  draw("compare", told.towns, told.by_town, "bar");
})();
