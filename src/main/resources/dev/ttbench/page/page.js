document.documentElement.className = 'js';

// Numbers as the page shows them: three digits and an SI unit.
function digits(v) { var a = Math.abs(v); return v.toFixed(a >= 99.95 ? 0 : a >= 9.995 ? 1 : 2); }
function seconds(s) {
  var a = Math.abs(s);
  return a === 0 ? '0 s' : a >= 0.9995 ? digits(s) + ' s' : a >= 0.0009995 ? digits(s * 1e3) + ' ms' : a >= 9.995e-7 ? digits(s * 1e6) + ' us' : digits(s * 1e9) + ' ns';
}
function large(v, unit) {
  var i = 0;
  while (v >= 999.5 && i < 8) { v /= 1000; i++; }
  return (i === 0 ? v.toFixed(0) : digits(v)) + ' ' + ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'][i] + unit;
}
function percent(share) { return (100 * share).toFixed(1) + '%'; }
