/** Every problem of files of any kind, at once. */
package dev.ttbench.lint;
