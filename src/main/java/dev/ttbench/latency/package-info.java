/** Time of kernels: one small pure function per physical term. */
package dev.ttbench.latency;
