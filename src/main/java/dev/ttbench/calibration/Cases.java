package dev.ttbench.calibration;

import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.measurement.Row;
import dev.ttbench.profile.Suites;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Rows to fit constants to: one a request, that of the median measurement where several ask for the same.
 *
 * @param rows in the order of their files
 * @param rowsRead how many lines they come from
 * @param left how many rows were left out, by reason
 */
record Cases(List<Row> rows, int rowsRead, Map<String, Integer> left) {

    /** Those of a device among files. */
    static Cases of(Suites suites, List<MeasurementFile> files, String device) {
        Predictor predictor = new Predictor(suites);
        Map<String, List<Row>> same = new LinkedHashMap<>();
        Map<String, Integer> left = new LinkedHashMap<>();
        int read = 0;
        for (MeasurementFile f : files) {
            for (Row r : f.rows()) {
                read++;
                Prediction p = predictor.predict(r);
                String why = p.skipped() != null ? p.skipped() : !p.device().equals(device) ? "of another device" : r.text("metric").endsWith("bytes") ? "bytes, not a time" : null;
                if (why != null) {
                    left.merge(why, 1, Integer::sum);
                } else {
                    same.computeIfAbsent(p.regime() + "|" + p.value(), k -> new ArrayList<>()).add(r);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        for (List<Row> l : same.values()) {
            l.sort(Comparator.comparingDouble(Row::measured));
            rows.add(l.get((l.size() - 1) / 2));
        }
        return new Cases(rows, read, left);
    }

    /** What they measure. */
    TreeSet<MeasurementFile.Kind> kinds() {
        TreeSet<MeasurementFile.Kind> out = new TreeSet<>();
        rows.forEach(r -> out.add(r.kind()));
        return out;
    }
}
