package dev.ttbench.spark;

import dev.ttbench.sweep.Evaluator;
import dev.ttbench.sweep.Result;
import dev.ttbench.sweep.SweepDef;
import dev.ttbench.sweep.SweepRequest;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** What an executor does with the numbers of some shapes: answers them, shape by shape as rows are asked for. */
record RangeAnswers(SweepRequest request, SuiteSource suites) implements MapPartitionsFunction<Long, Row> {

    @Override
    public Iterator<Row> call(Iterator<Long> shapes) throws IOException {
        SweepDef def = request.def();
        Table table = new Table(def);
        Evaluator evaluator = new Evaluator(suites.open());
        Stream<Long> numbers = StreamSupport.stream(Spliterators.spliteratorUnknownSize(shapes, Spliterator.ORDERED), false);
        return numbers.flatMap(shape -> rows(evaluator.answers(def, shape), table, shape * def.pointsOfShape())).iterator();
    }

    private static Stream<Row> rows(List<Result> results, Table table, long first) {
        return LongStream.range(0, results.size()).mapToObj(i -> table.row(results.get((int) i), first + i));
    }
}
