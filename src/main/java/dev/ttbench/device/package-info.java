/** Accelerators as plain records: datasheet facts of a device, constants of its architecture, costs of the host. */
package dev.ttbench.device;
