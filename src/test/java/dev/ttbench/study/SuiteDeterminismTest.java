package dev.ttbench.study;

import static dev.ttbench.study.StudyFiles.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A suite's files are a function of its file and its overrides alone. */
@ResourceLock(Resources.LOCALE)
@ResourceLock(Resources.TIME_ZONE)
class SuiteDeterminismTest {
    private static final Locale LOCALE = Locale.getDefault();
    private static final TimeZone ZONE = TimeZone.getDefault();
    private static final Map<String, String> FIRST = StudyFiles.of(StudyFiles.run(SMALL, Overrides.NONE, 1));

    @AfterEach
    void restore() {
        Locale.setDefault(LOCALE);
        TimeZone.setDefault(ZONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 64})
    void threadsChangeNothing(int threads) {
        assertEquals(FIRST, StudyFiles.of(StudyFiles.run(SMALL, Overrides.NONE, threads)));
    }

    @ParameterizedTest
    @CsvSource({"tr-TR,Asia/Kathmandu", "de-DE,America/St_Johns", "ar-EG-u-nu-arab,Pacific/Apia"})
    void localesAndTimeZonesChangeNothing(String locale, String zone) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        assertEquals(FIRST, StudyFiles.of(StudyFiles.run(SMALL, Overrides.NONE, 2)));
    }

    /** Studies share runs; one alone, or asked for in another order, says the same. */
    @Test
    void orderAndCompanyChangeNothing() {
        List<String> ids = StudyFiles.read(SMALL).studies().stream().map(SuiteDef.Study::id).toList();
        Map<String, String> backwards = new LinkedHashMap<>(StudyFiles.of(StudyFiles.run(SMALL, Overrides.NONE, 2, ids.get(4), ids.get(2), ids.get(0), ids.get(1), ids.get(3), ids.get(5))));
        assertEquals(FIRST, backwards);
        for (String id : ids) {
            Map<String, String> alone = StudyFiles.of(StudyFiles.run(SMALL, Overrides.NONE, 2, id));
            alone.remove("index.md");
            alone.forEach((name, text) -> assertEquals(FIRST.get(name), text, name));
        }
    }
}
