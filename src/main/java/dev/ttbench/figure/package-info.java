/** Charts as SVG: a pure function from values to bytes that no locale, time or machine changes. */
package dev.ttbench.figure;
