package dev.ttbench.checkpoint;

/**
 * One tensor of a weight file, as its header describes it.
 *
 * @param dtype its type in the file's own words, in lower case: f16, bf16, q4_k ...
 * @param elements how many values it holds
 * @param bytes what they take in the file
 * @param integer whether the values are integers or truth values, which are no parameters: positions, packed codes
 */
public record TensorInfo(String name, String dtype, long elements, long bytes, boolean integer) { }
