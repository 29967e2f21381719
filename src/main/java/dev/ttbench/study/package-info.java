/** Suites of studies: runs, reductions of their rows, findings beside what a paper claims. All of it is data; this package evaluates it. */
package dev.ttbench.study;
