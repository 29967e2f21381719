/**
 * ttbench as a library: {@link dev.ttbench.api.Ttbench} answers in Java what the commands {@code profile} and {@code sweep} answer in text.
 * Everything here is immutable and may be used by several threads at once.
 */
package dev.ttbench.api;
