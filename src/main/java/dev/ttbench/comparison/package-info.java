/** Two profiles side by side, and profiles against what was expected of them. */
package dev.ttbench.comparison;
