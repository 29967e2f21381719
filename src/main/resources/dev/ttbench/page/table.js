// Sorting of the table that the search box is for.
var search = document.getElementById('search');
var table = document.getElementById(search.getAttribute('aria-controls'));
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

// Searching: rows that hold every word, and the sum of their times where one column is to be summed.
var found = document.getElementById('found');
var summed = heads.findIndex(function (th) { return th.hasAttribute('data-sum'); });
search.addEventListener('input', function () {
  var words = search.value.toLowerCase().split(/\s+/);
  var shown = 0;
  var time = 0;
  Array.prototype.forEach.call(body.rows, function (r) {
    var text = r.textContent.toLowerCase();
    r.hidden = !words.every(function (w) { return text.indexOf(w) >= 0; });
    if (!r.hidden) {
      shown++;
      time += summed < 0 ? 0 : Number(r.cells[summed].getAttribute('data-v'));
    }
  });
  found.textContent = shown === body.rows.length ? shown + ' rows' : shown + ' of ' + body.rows.length + ' rows' + (summed < 0 ? '' : ', ' + seconds(time));
});
