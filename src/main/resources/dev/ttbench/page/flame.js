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
