package dev.ttbench.study;

import dev.ttbench.profile.Request;
import java.util.Map;

/**
 * One generation that a study asks for.
 *
 * @param columns what its rows carry beside the profile's numbers: the workload's columns, the parameters that the study sets, and those that it names itself
 */
record Run(Request request, Map<String, Object> columns, int line, int column) { }
