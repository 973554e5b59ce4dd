/* global document, window, CustomEvent */
// The flame graph that `trivet profile flame` writes, in a page and in a picture alike. Runs in any
// browser of the last years; draws only bars that are wide enough to be seen.
(() => {
  'use strict';
  const svgNs = 'http://www.w3.org/2000/svg';
  const data = JSON.parse(document.getElementById('flame-data').textContent);
  const svg = document.getElementById('flame');
  const bars = document.getElementById('bars');
  const isPage = document.body !== undefined && document.body !== null;
  const rowHeight = 18;
  const characterWidth = 6.65;
  const count = data.parent.length;
  const { names, files, hues } = data;
  const isDiff = data.base !== undefined;
  const baseOf = (node) => (isDiff ? data.base[node] : 0);

  // What a bar stands for: both profiles, and at least what its children need.
  const size = new Float64Array(count);
  const depth = new Uint32Array(count);
  const kids = Array.from({ length: count }, () => []);
  for (let node = count - 1; node >= 0; node--) {
    size[node] = Math.max(size[node], Math.abs(data.cum[node]) + Math.abs(baseOf(node)));
    if (node > 0) size[data.parent[node]] += size[node];
  }
  for (let node = 1; node < count; node++) {
    kids[data.parent[node]].push(node);
    depth[node] = depth[data.parent[node]] + 1;
  }

  let zoomed = 0;
  let chosen = 0;
  let expression;
  let isInverted = false;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');

  const share = (part, whole) => {
    const percent = whole === 0 ? 0 : Math.abs(part / whole) * 100;
    return `${percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(percent >= 0.1 ? 1 : 2)} %`;
  };

  const scales = {
    bytes: [1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']],
    nanoseconds: [1000, ['ns', 'µs', 'ms', 's']],
  };
  function format(value) {
    const [step, units] = scales[data.unit] ?? [];
    if (step === undefined) return `${Math.round(value).toLocaleString('en-US')} ${data.type}`;
    let [rest, unit] = [Math.abs(value), 0];
    while (rest >= step && unit < units.length - 1) {
      rest /= step;
      unit++;
    }
    const digits = unit === 0 || rest >= 100 ? 0 : rest >= 10 ? 1 : 2;
    return `${value < 0 ? '−' : ''}${rest.toFixed(digits)} ${units[unit]}`;
  }
  const change = (value) => `${value > 0 ? '+' : ''}${format(value)}`;

  function fill(node) {
    if (node === 0) return dark.matches ? '#39434f' : '#ccd4dd';
    if (!isDiff) {
      const hue = hues[data.frame[node]];
      return dark.matches ? `hsl(${hue} 38% 36%)` : `hsl(${hue} 62% 80%)`;
    }
    const after = data.cum[node];
    const before = baseOf(node);
    const lean = (after - before) / Math.max(1e-9, Math.abs(after) + Math.abs(before));
    const strength = Math.min(1, Math.abs(lean) * 1.5);
    const hue = lean >= 0 ? 8 : 206;
    if (strength < 0.02) return dark.matches ? '#333c47' : '#dde3e9';
    return dark.matches
      ? `hsl(${hue} ${15 + 45 * strength}% ${28 + 12 * strength}%)`
      : `hsl(${hue} ${25 + 55 * strength}% ${90 - 22 * strength}%)`;
  }

  /** The package's path gives way first: what tells functions apart is the end. Type arguments have slashes too. */
  function fit(name, length) {
    if (name.length <= length) return name;
    const short = name.slice(name.replace(/\[.*$/, '').lastIndexOf('/') + 1);
    return short.length <= length ? short : `${short.slice(0, length - 1)}…`;
  }

  const matches = (node) => node > 0 && expression?.test(names[data.frame[node]]) === true;

  /** Value of what matches, callers counted once. */
  function matched() {
    let sum = 0;
    const inside = new Uint8Array(count);
    for (let node = 1; node < count; node++) {
      inside[node] = inside[data.parent[node]];
      if (inside[node] === 0 && matches(node)) {
        inside[node] = 1;
        sum += size[node];
      }
    }
    return sum;
  }

  const make = (name, attributes) => {
    const element = document.createElementNS(svgNs, name);
    for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
    return element;
  };

  function draw() {
    const width = isPage ? svg.clientWidth || 1200 : data.width;
    const top = isPage ? 0 : data.top;
    const placed = [];
    let deepest = 0;
    const path = [];
    for (let at = zoomed; at > 0; at = data.parent[at]) path.unshift(data.parent[at]);
    for (const node of path) placed.push([node, 0, width, true]);
    const open = [[zoomed, 0, width]];
    while (open.length > 0) {
      const [node, x, wide] = open.pop();
      placed.push([node, x, wide, false]);
      deepest = Math.max(deepest, depth[node]);
      let left = x;
      for (const child of kids[node]) {
        const room = size[node] === 0 ? 0 : (size[child] / size[node]) * wide;
        if (room >= 0.4) open.push([child, left, room]);
        left += room;
      }
    }
    const height = (deepest + 1) * rowHeight;
    if (isPage) {
      svg.setAttribute('height', height);
      svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    }
    const fresh = document.createDocumentFragment();
    for (const [node, x, wide, isParent] of placed) {
      const row = isInverted ? deepest - depth[node] : depth[node];
      const y = top + row * rowHeight;
      const kind = `bar${isParent ? ' parent' : ''}${matches(node) ? ' match' : ''}`;
      const group = make('g', {
        class: `${kind}${node === chosen && chosen > 0 ? ' chosen' : ''}`,
      });
      group.dataset.node = node;
      const inner = Math.max(0.4, wide - (wide > 3 ? 1 : 0));
      const box = make('rect', { x, y, width: inner, height: rowHeight - 1, rx: wide > 6 ? 2 : 0 });
      box.style.fill = fill(node);
      group.append(box);
      const fits = Math.floor((wide - 8) / characterWidth);
      if (fits >= 3) {
        const name = node === 0 ? 'all' : names[data.frame[node]];
        const text = make('text', { x: x + 4, y: y + 12.5 });
        text.textContent = fit(name, fits);
        group.append(text);
      }
      if (!isPage) {
        const title = make('title', {});
        title.textContent = describe(node).join('\n');
        group.append(title);
      }
      fresh.append(group);
    }
    bars.replaceChildren(fresh);
    const output = document.getElementById('matched');
    if (output) {
      output.textContent = expression ? `matched ${share(matched(), size[0])}` : '';
    }
  }

  function describe(node) {
    const frame = data.frame[node];
    const lines = [node === 0 ? 'all' : names[frame]];
    if (node > 0 && files[frame] !== '') lines.push(files[frame]);
    const cum = data.cum[node];
    lines.push(
      `${format(cum)} in all, ${share(cum, data.cum[0])} of the profile` +
        (node > 0 ? `, ${share(cum, data.cum[data.parent[node]])} of its caller` : ''),
      `${format(data.flat[node])} of its own`,
    );
    if (isDiff) {
      const before = baseOf(node);
      lines.push(`before ${format(before)}, change ${change(cum - before)}`);
    }
    return lines;
  }

  const nodeOf = (event) => {
    const group = event.target.closest?.('g.bar');
    return group ? Number(group.dataset.node) : undefined;
  };

  function zoom(node) {
    zoomed = node;
    chosen = node;
    draw();
  }

  function search(text) {
    try {
      expression = text === '' ? undefined : new RegExp(text, 'i');
    } catch {
      expression = undefined; // half-typed
    }
    draw();
  }

  svg.addEventListener('click', (event) => {
    const node = nodeOf(event);
    if (node !== undefined) zoom(node);
  });
  const tool = (id, action) => document.getElementById(id)?.addEventListener('click', action);
  tool('reset', () => zoom(0));
  tool('invert', () => {
    isInverted = !isInverted;
    draw();
  });
  tool('ask', () => search(window.prompt('Search (regular expression)', '') ?? ''));
  dark.addEventListener('change', draw);

  const walk = {
    ArrowUp: (node) => data.parent[node],
    ArrowDown: (node) => kids[node][0],
    ArrowRight: (node) => sibling(node, 1),
    ArrowLeft: (node) => sibling(node, -1),
  };
  const sibling = (node, by) => {
    const row = node === 0 ? [0] : kids[data.parent[node]];
    return row[row.indexOf(node) + by];
  };

  if (isPage) {
    const box = document.getElementById('search');
    const tip = document.getElementById('tip');
    box.addEventListener('input', () => search(box.value));
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        box.value = '';
        expression = undefined;
        zoom(0);
      } else if (event.key === '/' && document.activeElement !== box) {
        event.preventDefault();
        box.focus();
      } else if (document.activeElement === svg && event.key === 'Enter') zoom(chosen);
      else if (document.activeElement === svg && walk[event.key]) {
        event.preventDefault();
        const next = walk[event.key](chosen);
        if (next !== undefined && next >= 0) chosen = next;
        draw();
        show(chosen);
      }
    });
    const show = (node, x, y) => {
      const [name, ...rest] = describe(node);
      const bold = document.createElement('b');
      bold.textContent = name;
      const lines = rest.map((text) => {
        const line = document.createElement('span');
        line.textContent = text;
        return line;
      });
      tip.replaceChildren(bold, ...lines);
      tip.hidden = false;
      const bar = bars.querySelector(`[data-node="${node}"] rect`)?.getBoundingClientRect();
      const left = x ?? bar?.left ?? 0;
      const below = y ?? bar?.bottom ?? 0;
      tip.style.left = `${Math.max(8, Math.min(left + 12, window.innerWidth - tip.offsetWidth - 12))}px`;
      const room = window.innerHeight - tip.offsetHeight - 12;
      tip.style.top = `${below + 16 > room ? Math.max(8, below - tip.offsetHeight - 16) : below + 16}px`;
    };
    svg.addEventListener('mousemove', (event) => {
      const node = nodeOf(event);
      if (node === undefined) tip.hidden = true;
      else show(node, event.clientX, event.clientY);
    });
    svg.addEventListener('mouseleave', () => (tip.hidden = true));
    window.addEventListener('resize', draw);
  }
  draw();
  document.dispatchEvent(new CustomEvent('flame-ready'));
})();
