package dev.ttbench.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.latency.Bound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    private static Prediction of(MeasurementFile.Kind kind, double measured, double value, String model) {
        Map<String, Integer> index = new HashMap<>(Map.of("value", 0, "latency_us", 1, "model", 2));
        Row row = new Row("m.csv", (int) (measured * 1000), kind, index, List.of(String.valueOf(measured), String.valueOf(measured * 1e6), model));
        return new Prediction(row, value, value * 0.9, value * 1.1, Bound.COMPUTE, 0, "t4", "gemm", "", null);
    }

    @Test
    void quantilesLieBetweenNeighbours() {
        double[] sorted = {1, 2, 4};
        assertEquals(2, Errors.quantile(sorted, 0.5));
        assertEquals(3, Errors.quantile(sorted, 0.75));
        assertEquals(4, Errors.quantile(sorted, 1));
        assertEquals(7, Errors.quantile(new double[] {7}, 0.9));
    }

    @Test
    void sizeSignAndCoverage() {
        List<Prediction> of = new ArrayList<>();
        for (double v : new double[] {0.5, 0.95, 1.05, 1.2}) {
            of.add(this.of(MeasurementFile.Kind.GEMM, 1, v, "" + v));
        }
        Errors e = Errors.of("all", of);
        assertEquals(4, e.rows());
        assertEquals(0.125, e.median(), 1e-12);
        assertEquals(0.0, e.bias(), 1e-12);
        assertEquals(0.5, e.coverage(), 1e-12);
    }

    @Test
    void sourcesOfOneRequestAreOneCaseOfTheMedianValue() {
        List<Prediction> of = List.of(of(MeasurementFile.Kind.END_TO_END, 1.0, 2, "a"), of(MeasurementFile.Kind.END_TO_END, 2.0, 2, "a"), of(MeasurementFile.Kind.END_TO_END, 8.0, 2, "a"),
                of(MeasurementFile.Kind.END_TO_END, 1.0, 1, "b"));
        Errors e = Errors.of("all", of);
        assertEquals(4, e.rows());
        assertEquals(2, e.cases());
        assertEquals(0.0, e.p90(), 1e-12);
    }
}
