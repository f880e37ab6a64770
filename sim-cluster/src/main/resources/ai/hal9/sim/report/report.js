// One crosshair for all charts over time; the values come from each chart's own table.
(() => {
  const charts = [...document.querySelectorAll('.chart.time')].map(figure => {
    const plot = figure.querySelector('.plot');
    const heads = [...figure.querySelectorAll('thead th')].map(cell => cell.textContent);
    const rows = [...figure.querySelectorAll('tbody tr')];
    return {figure, plot, heads, rows, at: rows.map(row => Number(row.dataset.x))};
  }).filter(chart => chart.plot);

  const clear = () => document.querySelectorAll('.cursor, .tip').forEach(it => it.remove());

  const nearest = (chart, x) => chart.at.reduce(
      (best, at, i) => Math.abs(at - x) < Math.abs(chart.at[best] - x) ? i : best, 0);

  const show = (over, x) => {
    clear();
    for (const chart of charts) {
      const cursor = document.createElement('div');
      cursor.className = 'cursor';
      cursor.style.left = x / 10 + '%';
      chart.plot.append(cursor);
    }
    const cells = [...over.rows[nearest(over, x)].cells].map(cell => cell.textContent);
    const tip = document.createElement('div');
    tip.className = 'tip';
    tip.style[x < 500 ? 'left' : 'right'] = (x < 500 ? x : 1000 - x) / 10 + 2 + '%';
    const time = document.createElement('b');
    time.textContent = cells[0];
    tip.append(time);
    cells.slice(1).forEach((value, i) => {
      const line = document.createElement('div');
      for (const text of [over.heads[i + 1], value]) {
        const span = document.createElement('span');
        span.textContent = text;
        line.append(span);
      }
      tip.append(line);
    });
    over.plot.append(tip);
  };

  for (const chart of charts) {
    chart.plot.addEventListener('pointermove', event => {
      const box = chart.plot.getBoundingClientRect();
      show(chart, (event.clientX - box.left) / box.width * 1000);
    });
    chart.plot.addEventListener('pointerleave', clear);
  }

  for (const legend of document.querySelectorAll('.legend')) {
    legend.classList.add('clickable');
    legend.addEventListener('click', event => {
      const clicked = event.target.closest('li');
      if (!clicked) return;
      const items = [...legend.children];
      const alone = items.every(it => it === clicked || it.classList.contains('off'));
      const curves = [...legend.parentElement.querySelectorAll('.curve')];
      for (const it of items) {
        const off = event.ctrlKey && it !== clicked
            ? it.classList.contains('off') : !alone && it !== clicked;
        it.classList.toggle('off', off);
        curves.filter(curve => curve.dataset.curve === it.dataset.curve)
            .forEach(curve => curve.classList.toggle('off', off));
      }
    });
  }
})();
