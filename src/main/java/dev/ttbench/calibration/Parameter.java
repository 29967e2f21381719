package dev.ttbench.calibration;

import dev.ttbench.spec.Overlay;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A constant that a fit may change.
 *
 * @param place where it stands
 * @param key its name there
 * @param value as it ships
 * @param unit null when it states none
 * @param low least that it may become
 * @param high most
 */
record Parameter(Overlay.Place place, String key, double value, String unit, double low, double high) {

    /** As messages name it: {@code tensor_efficiency}, {@code flash-2.overlap}. */
    String name() {
        return place.kind() == Overlay.Kind.LIBRARIES || place.kind() == Overlay.Kind.RUNTIMES ? place.id() + "." + key : key;
    }

    /** Its value from 0 (least) to 1 (most), logarithmic. */
    double share(double of) {
        return Math.max(0, Math.min(1, Math.log(of / low) / Math.log(high / low)));
    }

    /** The value of a share. */
    double of(double share) {
        return low * Math.pow(high / low, share);
    }

    /** Values for an overlay. */
    static Map<Overlay.Place, Map<String, Overlay.Value>> overlay(List<Parameter> parameters, double[] values) {
        Map<Overlay.Place, Map<String, Overlay.Value>> out = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            Parameter p = parameters.get(i);
            out.computeIfAbsent(p.place(), k -> new LinkedHashMap<>()).put(p.key(), new Overlay.Value(values[i], p.unit(), "a fit", 0, 0));
        }
        return out;
    }
}
