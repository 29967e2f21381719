(function () {
  'use strict';
  document.documentElement.className = 'js';

  // Numbers as the page shows them: three digits and an SI unit.
  function digits(v) { var a = Math.abs(v); return v.toFixed(a >= 99.95 ? 0 : a >= 9.995 ? 1 : 2); }
  function seconds(s) {
    return s === 0 ? '0 s' : s >= 0.9995 ? digits(s) + ' s' : s >= 0.0009995 ? digits(s * 1e3) + ' ms' : s >= 9.995e-7 ? digits(s * 1e6) + ' us' : digits(s * 1e9) + ' ns';
  }
  function large(v, unit) {
    var i = 0;
    while (v >= 999.5 && i < 8) { v /= 1000; i++; }
    return (i === 0 ? v.toFixed(0) : digits(v)) + ' ' + ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'][i] + unit;
  }
  function percent(share) { return (100 * share).toFixed(1) + '%'; }

  // The flame view. A node of the data: [name, category, seconds, FLOPs, bytes, bound, share of the bound, shapes, last part of the path, times, parts].
  var data = JSON.parse(document.getElementById('flame-data').textContent);
  var bounds = ['compute', 'memory', 'latency', 'host'];
  var box = document.getElementById('flame');
  var about = document.getElementById('flame-about');
  var crumbs = document.getElementById('flame-path');
  var ROW = 1.55;
  var LEAST = 0.0012;
  function node(a, parent, start) {
    var last = data.texts[a[8]];
    var n = {name: data.texts[a[0]], category: a[1], seconds: a[2], flops: a[3], bytes: a[4], bound: bounds[a[5]], part: a[6], shapes: data.texts[a[7]], times: a[9],
      path: parent && parent.path ? parent.path + '/' + last : last, parent: parent, start: start, parts: []};
    var at = start;
    a[10].forEach(function (c) {
      n.parts.push(node(c, n, at));
      at += c[2];
    });
    return n;
  }
  var root = node(data.tree, null, 0);
  var zoomed = root;
  var current = root;
  function said(n) {
    return (n.path || n.name) + (n.times > 1 ? ' and ' + (n.times - 1) + ' alike' : '') + ': ' + seconds(n.seconds) + ', ' + percent(root.seconds ? n.seconds / root.seconds : 0)
      + (n.shapes ? '; ' + n.shapes : '') + '; ' + large(n.flops, 'FLOP') + ', ' + large(n.bytes, 'B') + '; ' + n.bound + ' bound' + (n.part < 0.995 ? ' for ' + percent(n.part) + ' of the time' : '');
  }
  function tell(n) { about.textContent = said(n); }
  function draw() {
    var levels = 0;
    var width = box.clientWidth || 1000;
    box.textContent = '';
    function put(n, left, part, level, up) {
      var b = document.createElement('button');
      b.type = 'button';
      b.className = (n.category < 0 ? 'b' : 'c' + n.category) + (up ? ' up' : '') + (part * width < 26 ? ' slim' : '');
      b.style.left = 100 * left + '%';
      b.style.width = 100 * part + '%';
      b.style.top = ROW * level + 'rem';
      b.textContent = part * width < 26 ? '' : n.name;
      b.title = said(n);
      b.setAttribute('aria-label', said(n));
      b.tabIndex = n === current ? 0 : -1;
      b.node = n;
      n.button = b;
      box.appendChild(b);
      levels = Math.max(levels, level + 1);
    }
    function clear(n) { n.button = null; n.parts.forEach(clear); }
    clear(root);
    var outer = [];
    for (var p = zoomed.parent; p; p = p.parent) { outer.unshift(p); }
    outer.forEach(function (n, i) { put(n, 0, 1, i, true); });
    (function inside(n, level) {
      var part = zoomed.seconds ? n.seconds / zoomed.seconds : 1;
      if (part < LEAST) { return; }
      put(n, zoomed.seconds ? (n.start - zoomed.start) / zoomed.seconds : 0, part, level, false);
      n.parts.forEach(function (c) { inside(c, level + 1); });
    })(zoomed, outer.length);
    if (!current.button) { current = zoomed; zoomed.button.tabIndex = 0; }
    box.style.height = ROW * levels + 'rem';
    crumbs.textContent = zoomed === root ? '' : 'In ';
    outer.forEach(function (n) {
      var b = document.createElement('button');
      b.type = 'button';
      b.textContent = n.name;
      b.addEventListener('click', function () { zoom(n); });
      crumbs.appendChild(b);
      crumbs.appendChild(document.createTextNode(' / '));
    });
    if (outer.length) { crumbs.appendChild(document.createTextNode(zoomed.name)); }
  }
  function zoom(n) {
    zoomed = n.parts.length || !n.parent ? n : n.parent;
    current = n;
    draw();
    tell(n);
    (n.button || zoomed.button).focus();
  }
  function go(n) {
    if (n && n.button) {
      current.button.tabIndex = -1;
      current = n;
      n.button.tabIndex = 0;
      n.button.focus();
    }
  }
  function beside(n, step) {
    if (!n.parent) { return null; }
    var all = n.parent.parts;
    for (var i = all.indexOf(n) + step; i >= 0 && i < all.length; i += step) {
      if (all[i].button) { return all[i]; }
    }
    return null;
  }
  box.addEventListener('click', function (e) { if (e.target.node) { zoom(e.target.node); } });
  box.addEventListener('mouseover', function (e) { if (e.target.node) { tell(e.target.node); } });
  box.addEventListener('mouseleave', function () { tell(current); });
  box.addEventListener('focusin', function (e) {
    if (e.target.node) {
      current.button.tabIndex = -1;
      current = e.target.node;
      current.button.tabIndex = 0;
      tell(current);
    }
  });
  box.addEventListener('keydown', function (e) {
    var n = e.target.node;
    if (!n) { return; }
    var to = {ArrowUp: n.parent, ArrowLeft: beside(n, -1), ArrowRight: beside(n, 1), ArrowDown: n.parts.filter(function (c) { return c.button; })[0]};
    if (e.key in to) {
      e.preventDefault();
      go(to[e.key]);
    } else if (e.key === 'Escape' && zoomed.parent) {
      e.preventDefault();
      zoom(zoomed.parent);
    }
  });
  var drawn = 0;
  window.addEventListener('resize', function () { if (box.clientWidth !== drawn) { drawn = box.clientWidth; draw(); } });
  draw();

  // Sorting of tables.
  var table = document.getElementById('operators');
  var body = table.tBodies[0];
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  function value(row, i) {
    var cell = row.cells[i];
    return cell.hasAttribute('data-v') ? Number(cell.getAttribute('data-v')) : cell.textContent;
  }
  heads.forEach(function (th, i) {
    var b = document.createElement('button');
    b.type = 'button';
    b.textContent = th.textContent;
    th.textContent = '';
    th.appendChild(b);
    b.addEventListener('click', function () {
      var number = th.className === 'n';
      var down = th.hasAttribute('aria-sort') ? th.getAttribute('aria-sort') === 'ascending' : number;
      heads.forEach(function (h) { h.removeAttribute('aria-sort'); });
      th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      var rows = Array.prototype.slice.call(body.rows).map(function (r) { return {row: r, v: value(r, i)}; });
      rows.sort(function (a, c) { return (down ? -1 : 1) * (number ? a.v - c.v : a.v < c.v ? -1 : a.v > c.v ? 1 : 0); });
      rows.forEach(function (r) { body.appendChild(r.row); });
    });
  });
  heads[3].setAttribute('aria-sort', 'descending');

  // Searching: rows that hold every word.
  var search = document.getElementById('search');
  var found = document.getElementById('found');
  search.addEventListener('input', function () {
    var words = search.value.toLowerCase().split(/\s+/);
    var shown = 0;
    var time = 0;
    Array.prototype.forEach.call(body.rows, function (r) {
      var text = r.textContent.toLowerCase();
      r.hidden = !words.every(function (w) { return text.indexOf(w) >= 0; });
      if (!r.hidden) {
        shown++;
        time += Number(r.cells[3].getAttribute('data-v'));
      }
    });
    found.textContent = shown === body.rows.length ? shown + ' rows' : shown + ' of ' + body.rows.length + ' rows, ' + seconds(time);
  });
})();
