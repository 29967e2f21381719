/** A profile, a list or an explanation as text: JSON, CSV, or a table for people. No locale, time zone or charset changes a byte of it. */
package dev.ttbench.report;
