'use strict';
/* Vega-Lite charts, drawn as SVG in the page's colours; expressions are interpreted, not compiled,
   as the page's Content-Security-Policy wants. */
for (const place of document.querySelectorAll('[data-chart]')) {
  const spec = payload.charts[place.dataset.chart];
  const options = { actions: false, ast: true, renderer: 'svg', tooltip: { theme: 'custom' } };
  vegaEmbed(place, spec, options).catch((error) => (place.textContent = `This chart could not be drawn: ${error.message}`));
}
