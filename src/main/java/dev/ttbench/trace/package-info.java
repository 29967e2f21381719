/** A profile as files that other viewers open: timelines and flame graphs. */
package dev.ttbench.trace;
