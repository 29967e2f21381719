/** Questions that plan: what is the most that fits, and which device reaches a target. */
package dev.ttbench.planning;
