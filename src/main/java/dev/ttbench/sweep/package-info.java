/** Many requests at once: the cross product of axes, or one a line; in a fixed order, over all cores, to be continued after an interruption. */
package dev.ttbench.sweep;
