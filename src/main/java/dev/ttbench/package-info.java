/** ttbench. */
package dev.ttbench;
