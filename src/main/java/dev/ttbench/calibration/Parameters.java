package dev.ttbench.calibration;

import dev.ttbench.device.Device;
import dev.ttbench.latency.CalibrationReader;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Overlay;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.SuiteFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Constants by the names of {@code --fit} and {@code suites/fits.yaml}, for a device and the libraries and runtimes that its rows used. */
final class Parameters {
    private static final String CLOCK = CalibrationReader.CLOCK;
    private static final String LIBRARY = "library.";
    private static final String RUNTIME = "runtime.";
    private static final String DEVICE = "device.";
    private static final double LEAST_CLOCK = 0.3;
    private static final double USUAL_CLOCK = 0.8;

    private final FitSets sets;
    private final CalibrationReader reader;
    private final Device device;
    private final Set<String> libraries;
    private final Set<String> runtimes;

    Parameters(SuiteFiles files, FitSets sets, Device device, Set<String> libraries, Set<String> runtimes) {
        this.sets = sets;
        this.reader = new CalibrationReader(files, new Problems("suites"), Set.of(device.id()));
        this.device = device;
        this.libraries = libraries;
        this.runtimes = runtimes;
    }

    /**
     * The constants of a name: several for {@code library.NAME} where rows used several libraries, none where they used none.
     *
     * @throws InputException when there is no such constant
     */
    List<Parameter> of(String name) {
        if (name.equals(CLOCK) || name.equals(DEVICE + CLOCK)) {
            double boost = device.boostClockHz() * 1e-6;
            double now = device.sustainedClockHz() > 0 ? device.sustainedClockHz() * 1e-6 : USUAL_CLOCK * boost;
            return List.of(new Parameter(new Overlay.Place(Overlay.Kind.DEVICES, device.id()), CLOCK, now, "MHz", LEAST_CLOCK * boost, boost));
        }
        if (name.startsWith(LIBRARY)) {
            return each(Overlay.Kind.LIBRARIES, libraries, name.substring(LIBRARY.length()), name);
        }
        if (name.startsWith(RUNTIME)) {
            return each(Overlay.Kind.RUNTIMES, runtimes, name.substring(RUNTIME.length()), name);
        }
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            String key = name.substring(dot + 1);
            for (Overlay.Kind kind : List.of(Overlay.Kind.LIBRARIES, Overlay.Kind.RUNTIMES)) {
                Overlay.Place place = new Overlay.Place(kind, name.substring(0, dot));
                if (reader.base(place) != null && CalibrationReader.number(reader.base(place).get(key)) != null) {
                    return List.of(parameter(place, reader.base(place), key, (kind == Overlay.Kind.LIBRARIES ? LIBRARY : RUNTIME) + key));
                }
            }
        }
        for (Overlay.Place place : places()) {
            if (CalibrationReader.number(reader.base(place).get(name)) != null) {
                return List.of(parameter(place, reader.base(place), name, name));
            }
        }
        TreeSet<String> known = known();
        throw new InputException(Problem.of("there is no constant '" + name + "' to fit", Suggest.nearest(name, known) == null ? "there are " + String.join(", ", known) : Suggest.hint(name, known)));
    }

    private List<Overlay.Place> places() {
        return List.of(new Overlay.Place(Overlay.Kind.ARCHITECTURES, device.architecture()), new Overlay.Place(Overlay.Kind.CONSTANTS, ""));
    }

    private TreeSet<String> known() {
        TreeSet<String> out = new TreeSet<>(List.of(CLOCK));
        for (Overlay.Place place : places()) {
            out.addAll(CalibrationReader.names(place, reader.base(place)));
        }
        for (Overlay.Kind kind : List.of(Overlay.Kind.LIBRARIES, Overlay.Kind.RUNTIMES)) {
            for (String id : kind == Overlay.Kind.LIBRARIES ? libraries : runtimes) {
                Overlay.Place place = new Overlay.Place(kind, id);
                CalibrationReader.names(place, reader.base(place)).forEach(n -> out.add(id + "." + n));
            }
        }
        return out;
    }

    private List<Parameter> each(Overlay.Kind kind, Set<String> ids, String key, String name) {
        List<Parameter> out = new ArrayList<>();
        for (String id : ids) {
            Overlay.Place place = new Overlay.Place(kind, id);
            Node.MapNode base = reader.base(place);
            Double value = base == null ? null : CalibrationReader.number(base.get(key));
            if (value != null && value > 0) {
                out.add(parameter(place, base, key, name));
            }
        }
        return out;
    }

    private Parameter parameter(Overlay.Place place, Node.MapNode base, String key, String name) {
        double value = CalibrationReader.number(base.get(key));
        if (!(value > 0)) {
            throw new InputException(Problem.of("the constant '" + name + "' of the " + place.text() + " is " + value, "only what is more than 0 can be fitted"));
        }
        FitSets.Bounds b = sets.bounds(name, value);
        return new Parameter(place, key, value, CalibrationReader.unit(base.get(key)), b.low(), b.high());
    }

    /** Those of several names, each once. */
    List<Parameter> of(List<String> names) {
        Set<Parameter> out = new LinkedHashSet<>();
        names.forEach(n -> out.addAll(of(n)));
        return new ArrayList<>(out);
    }
}
