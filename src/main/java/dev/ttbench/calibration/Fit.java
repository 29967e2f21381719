package dev.ttbench.calibration;

import dev.ttbench.measurement.Row;
import dev.ttbench.spec.Overlay;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;

/**
 * Constants that make predictions of rows come near their measurements: least sum over rows of softL1(log(predicted / measured) / 0.1) within
 * bounds, by BOBYQA (quadratic models, no derivatives: tiles and waves make the sum piecewise smooth) on the logarithm of each constant, from the
 * shipped values and from random ones. The same seed gives the same answer.
 */
final class Fit {
    /** Errors below it count quadratically, above it linearly. */
    static final double SCALE = 0.1;
    private static final double RADIUS = 0.1;
    private static final double PRECISION = 1e-4;

    private final Trial trial;
    private final List<Parameter> parameters;
    private final Map<Overlay.Place, Map<String, Overlay.Value>> fixed;
    private final int starts;
    private final long seed;

    /**
     * @param fixed constants that stay at other values than the shipped
     * @param starts how many: the shipped values, then random ones
     */
    Fit(Trial trial, List<Parameter> parameters, Map<Overlay.Place, Map<String, Overlay.Value>> fixed, int starts, long seed) {
        this.trial = trial;
        this.parameters = parameters;
        this.fixed = fixed;
        this.starts = starts;
        this.seed = seed;
    }

    /** The constants' values. */
    double[] values(List<Row> rows) {
        Search search = new Search(rows);
        SplittableRandom random = new SplittableRandom(seed);
        for (int s = 0; s < starts; s++) {
            double[] start = new double[search.dimensions];
            for (int i = 0; i < parameters.size(); i++) {
                Parameter p = parameters.get(i);
                start[i] = s == 0 ? p.share(p.value()) : 0.1 + 0.8 * random.nextDouble();
            }
            search.from(start);
        }
        return search.values(search.best);
    }

    /** The sum that is made small; soft L1: 2 (sqrt(1 + x^2) - 1). */
    static double loss(double[] errors) {
        double sum = 0;
        for (double e : errors) {
            sum += Double.isNaN(e) ? 0 : 2 * (Math.sqrt(1 + e * e / (SCALE * SCALE)) - 1);
        }
        return sum;
    }

    /** One search; BOBYQA wants two dimensions, so that a single constant has a second beside it, which changes nothing but has its least in the middle. */
    private final class Search {
        private final List<Row> rows;
        private final int dimensions = Math.max(2, parameters.size());
        private double[] best;
        private double least = Double.POSITIVE_INFINITY;

        Search(List<Row> rows) {
            this.rows = rows;
        }

        double[] values(double[] shares) {
            double[] out = new double[parameters.size()];
            for (int i = 0; i < out.length; i++) {
                out[i] = parameters.get(i).of(shares[i]);
            }
            return out;
        }

        private double at(double[] shares) {
            Map<Overlay.Place, Map<String, Overlay.Value>> values = new Overlay(null, null, fixed).and(Parameter.overlay(parameters, values(shares))).values();
            double loss = loss(trial.errors(rows, values));
            if (loss < least) {
                least = loss;
                best = shares.clone();
            }
            double beside = parameters.size() < 2 ? shares[1] - 0.5 : 0;
            return loss + rows.size() * beside * beside;
        }

        void from(double[] start) {
            double[] low = new double[dimensions];
            double[] high = new double[dimensions];
            java.util.Arrays.fill(high, 1);
            if (parameters.size() < 2) {
                start[1] = 0.5;
            }
            try {
                new BOBYQAOptimizer(2 * dimensions + 1, RADIUS, PRECISION).optimize(new MaxEval(60 + 30 * dimensions), new ObjectiveFunction(this::at), GoalType.MINIMIZE, new InitialGuess(start),
                        new SimpleBounds(low, high));
            } catch (MathIllegalStateException e) {
                // out of evaluations, or no step to be found: the best so far is the answer
            }
        }
    }
}
