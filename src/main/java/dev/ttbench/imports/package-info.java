/** Configurations of other libraries to models: what {@code suites/imports} says of each class, applied to a {@code config.json} or a pipeline's folder. */
package dev.ttbench.imports;
