/* Draws the charts of a page with Plotly. It is loaded with pages that hold one, after Plotly, and told of every board
   that is drawn: new charts appear, changed ones change, those that left are taken out of memory. */
(function () {
  "use strict";

  var DAYS = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"];
  var MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];
  function first(count) { return function (word) { return word.slice(0, count); }; }

  window.Plotly.register({
    moduleType: "locale",
    name: "es-AR",
    dictionary: { "Download plot as a PNG": "Descargar el gráfico como imagen", "Reset axes": "Volver a la escala inicial", "Zoom": "Acercar" },
    format: { days: DAYS, shortDays: DAYS.map(first(3)), months: MONTHS, shortMonths: MONTHS.map(first(3)), date: "%d/%m/%Y", decimal: ",", thousands: "." }
  });

  // What an A4 leaves between its margins, in pixels.
  var PAPER_WIDTH = 690;
  var charts = [];
  var style = null;

  // Colours and type are named by their tokens: they are those of the theme at the moment of drawing.
  function resolved(value) {
    if (typeof value === "string") {
      var token = /^var\((--[\w-]+)\)$/.exec(value);
      return token ? style.getPropertyValue(token[1]).trim() : value;
    }
    if (Array.isArray(value)) { return value.map(resolved); }
    if (value && typeof value === "object") {
      var copy = {};
      Object.keys(value).forEach(function (name) { copy[name] = resolved(value[name]); });
      return copy;
    }
    return value;
  }

  function draw(part, again) {
    var known = charts.filter(function (chart) { return chart.part === part; })[0];
    var text = part.dataset.figure;
    if (known && known.text === text && !again) { return; }
    var host = part.querySelector(".host");
    var figure = resolved(JSON.parse(text));
    // A finger on a chart scrolls the page.
    figure.layout.dragmode = window.matchMedia("(pointer: coarse)").matches ? false : "zoom";
    window.Plotly.react(host, figure.data, figure.layout, {
      locale: document.documentElement.lang === "en" ? "en" : "es-AR",
      responsive: true,
      displaylogo: false,
      showSendToCloud: false,
      modeBarButtons: [["toImage", "resetScale2d"]],
      toImageButtonOptions: { filename: document.title.split(" · ")[0], scale: 2 }
    });
    // Its letters are heard one by one; what it says is the name of the chart, and the table.
    host.querySelectorAll("svg.main-svg").forEach(function (drawing) { drawing.setAttribute("aria-hidden", "true"); });
    if (known) { known.text = text; } else { charts.push({ part: part, host: host, text: text }); }
  }

  function drawAll(again) {
    charts = charts.filter(function (chart) {
      var stays = document.contains(chart.host);
      if (!stays) { window.Plotly.purge(chart.host); }
      return stays;
    });
    // The first paint leaves when Dash has drawn: a chart in it would be drawn twice.
    if (!document.documentElement.classList.contains("drawn")) { return; }
    style = getComputedStyle(document.documentElement);
    document.querySelectorAll(".plot[data-figure]").forEach(function (part) { draw(part, again === true); });
  }

  function redraw() { drawAll(true); }

  // A chart has the width of the screen in its drawing: on paper it would be cut, or make the whole sheet smaller.
  function onPaper(width) {
    charts.forEach(function (chart) { window.Plotly.relayout(chart.host, { width: width, autosize: !width }); });
  }

  window.addEventListener("beforeprint", function () { onPaper(PAPER_WIDTH); });
  window.addEventListener("afterprint", function () { onPaper(null); });
  document.addEventListener("metas:drawn", drawAll);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  drawAll();
})();
