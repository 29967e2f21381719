/** Times that others measured: read from CSV, predicted row by row, compared. */
package dev.ttbench.measurement;
