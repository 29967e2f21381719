package dev.ttbench.calibration;

import dev.ttbench.measurement.Row;
import dev.ttbench.spec.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * What rows tell about constants: d log(predicted) / d log(constant) of each row and constant, by differences of 3 % on both sides (so that a step
 * between two tilings does not count as a slope), and from it how far each constant is known when rows scatter by 10 %.
 */
final class Determination {
    private static final double STEP = 0.03;
    /** A constant that rows leave open by more than this, as a share of itself, is not told by them. */
    private static final double LOOSEST = 0.3;
    /** A direction in which constants go together may be open by this. */
    private static final double LOOSEST_TOGETHER = 0.5;
    private static final double PART = 0.35;

    private final List<Parameter> parameters;
    private final double[][] slopes;

    private Determination(List<Parameter> parameters, double[][] slopes) {
        this.parameters = parameters;
        this.slopes = slopes;
    }

    /** At the given values of the constants. */
    static Determination of(Trial trial, List<Row> rows, List<Parameter> parameters, double[] values, Map<Overlay.Place, Map<String, Overlay.Value>> fixed) {
        double[][] slopes = new double[rows.size()][parameters.size()];
        for (int j = 0; j < parameters.size(); j++) {
            double[] up = values.clone();
            double[] down = values.clone();
            up[j] *= 1 + STEP;
            down[j] /= 1 + STEP;
            double[] above = trial.errors(rows, new Overlay(null, null, fixed).and(Parameter.overlay(parameters, up)).values());
            double[] below = trial.errors(rows, new Overlay(null, null, fixed).and(Parameter.overlay(parameters, down)).values());
            for (int i = 0; i < slopes.length; i++) {
                double slope = (above[i] - below[i]) / (2 * Math.log1p(STEP));
                slopes[i][j] = Double.isNaN(slope) ? 0 : slope;
            }
        }
        return new Determination(parameters, slopes);
    }

    /** The first constant, or set of constants that only go together, that the rows do not tell; empty when they tell all. */
    List<Parameter> open() {
        for (int j = 0; j < parameters.size(); j++) {
            if (!told(parameters.get(j))) {
                return List.of(parameters.get(j));
            }
        }
        if (parameters.size() < 2) {
            return List.of();
        }
        SingularValueDecomposition svd = new SingularValueDecomposition(new Array2DRowRealMatrix(slopes, false));
        double[] values = svd.getSingularValues();
        int last = parameters.size() - 1;
        double least = values.length <= last ? 0 : values[last];
        if (Fit.SCALE / least <= LOOSEST_TOGETHER) {
            return List.of();
        }
        RealMatrix v = svd.getV();
        List<Parameter> out = new ArrayList<>();
        for (int j = 0; j <= last; j++) {
            if (Math.abs(v.getEntry(j, Math.min(last, v.getColumnDimension() - 1))) > PART) {
                out.add(parameters.get(j));
            }
        }
        return out;
    }

    /** Whether the rows tell a constant by itself. */
    boolean told(Parameter p) {
        return Fit.SCALE / length(parameters.indexOf(p)) <= LOOSEST;
    }

    /** The one of some constants that the rows tell least of. */
    Parameter weakest(List<Parameter> among) {
        Parameter out = among.get(0);
        for (Parameter p : among) {
            out = length(parameters.indexOf(p)) < length(parameters.indexOf(out)) ? p : out;
        }
        return out;
    }

    /** How far each constant is known, as a share of itself: the standard error when rows scatter by {@code scatter}. */
    double[] errors(double scatter) {
        RealMatrix s = new Array2DRowRealMatrix(slopes, false);
        RealMatrix covariance = new SingularValueDecomposition(s.transpose().multiply(s)).getSolver().getInverse();
        double[] out = new double[parameters.size()];
        for (int j = 0; j < out.length; j++) {
            out[j] = scatter * Math.sqrt(Math.max(0, covariance.getEntry(j, j)));
        }
        return out;
    }

    private double length(int j) {
        double sum = 0;
        for (double[] row : slopes) {
            sum += row[j] * row[j];
        }
        return Math.sqrt(sum);
    }
}
