package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.model.ModelDef;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameter counts that were published, or follow by arithmetic from what was: of networks whose classes nobody published too. */
class PublishedCountsTest {
    /**
     * @param stages ids, blanks between them
     * @param operator the primitive that owns the parameters; empty for all
     * @param path a regular expression for the operators' whole paths; empty for all
     */
    @ParameterizedTest
    @CsvFileSource(resources = "/profile/counts.csv", useHeadersInDisplayName = true)
    void theCountIsThePublishedOne(String model, String stages, String operator, String path, long parameters, String source) {
        assertFalse(source.isBlank());
        Profile p = Draws.PROFILER.profile(new Request(model, Map.of(), null, null, null, null, null, List.of(stages.split(" "))));
        Pattern pattern = path == null ? null : Pattern.compile(path);
        long sum = 0;
        for (StageProfile s : p.stages()) {
            if (operator == null && pattern == null) {
                sum += s.facts().parameters();
                continue;
            }
            for (OperatorRow r : s.operators()) {
                sum += (operator == null || r.operator().equals(operator)) && (pattern == null || pattern.matcher(r.path()).matches()) ? r.parameters() : 0;
            }
        }
        assertEquals(parameters, sum);
    }

    /** What is not published was assumed, and says so. */
    @ParameterizedTest
    @ValueSource(strings = {"imagen", "muse", "parti-350m", "parti-750m", "parti-3b", "parti-20b", "prod-image", "make-a-video", "phenaki"})
    void assumptionsAreWritten(String model) {
        ModelDef m = Draws.SUITES.model(model);
        assertFalse(m.assumptions().isEmpty());
        m.assumptions().forEach(a -> assertTrue(a.length() > 40, a));
        Profile p = Draws.PROFILER.profile(new Request(model, Map.of(), null, null, null, null, null, List.of(m.stages().get(0).id())));
        assertEquals(m.assumptions(), p.model().assumptions());
    }
}
