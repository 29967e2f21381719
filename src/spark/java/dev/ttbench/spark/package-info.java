/** Sweeps on Apache Spark. Built by the profile {@code spark} only; nothing outside this package knows of it. */
package dev.ttbench.spark;
