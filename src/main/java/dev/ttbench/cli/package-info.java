/** The command line: one class a command, only the one that was typed is built. */
package dev.ttbench.cli;
