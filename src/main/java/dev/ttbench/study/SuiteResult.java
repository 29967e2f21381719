package dev.ttbench.study;

import dev.ttbench.profile.Profile;
import java.util.List;
import java.util.Map;

/**
 * What a suite comes to.
 *
 * @param models every model that was profiled, by id, with its assumptions
 * @param devices every device that was used, by id
 * @param settings what the suite's runs were set to where their study compares nothing else
 * @param runs distinct generations that were profiled
 */
public record SuiteResult(SuiteDef suite, List<StudyResult> studies, Map<String, Profile.Model> models, Map<String, Profile.DeviceUsed> devices, Map<String, String> settings, int runs) { }
