/** Constants from measurements: fits, their errors on rows that they did not see, and intervals from those. */
package dev.ttbench.calibration;
