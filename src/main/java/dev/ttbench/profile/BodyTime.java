package dev.ttbench.profile;

import dev.ttbench.operator.Category;

/**
 * Time of one run of a body on both timelines, and where it goes. Two bodies one after the other compose exactly: see {@link Timer}.
 *
 * @param work what was timed
 * @param gpu the device's seconds
 * @param host the CPU's seconds
 * @param critical seconds from the start of an idle device and host to the device's end
 * @param categorySeconds device seconds by {@link Category}
 * @param attentionSeconds device seconds of each kind of {@link BodyWork#attention()}
 * @param itemSeconds device seconds of each step that is an operator, by position
 */
record BodyTime(BodyWork work, double gpu, double host, double critical, double[] categorySeconds, double[] attentionSeconds, double[] itemSeconds) { }
