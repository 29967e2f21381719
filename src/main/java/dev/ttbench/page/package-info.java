/** A profile as one HTML page. */
package dev.ttbench.page;
