/** What the headers of weight files say: names, types and shapes of tensors. Weights themselves are never read. */
package dev.ttbench.checkpoint;
