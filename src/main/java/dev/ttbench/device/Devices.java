package dev.ttbench.device;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Devices, architectures and runtimes by name; a file is read when it is first asked for. */
public final class Devices {
    private final SuiteFiles files;
    private final Map<String, Device> devices = new HashMap<>();
    private final Map<String, Architecture> architectures = new HashMap<>();
    private final Map<String, String> digests = new HashMap<>();
    private final Map<String, String> found = new HashMap<>();
    private RuntimesReader.Content runtimes;

    /** The devices in the given files. */
    public Devices(SuiteFiles files) {
        this.files = files;
    }

    /** The files. */
    public SuiteFiles files() {
        return files;
    }

    /** Names of the shipped devices, sorted. */
    public List<String> ids() {
        return files.names("devices");
    }

    /**
     * The file of a device: a path as it is, a name or an alias among the shipped.
     *
     * @throws InputException when there is none
     */
    public String file(String nameOrPath) {
        String known = found.get(nameOrPath);
        if (known == null) {
            known = find(nameOrPath);
            found.put(nameOrPath, known);
        }
        return known;
    }

    private String find(String nameOrPath) {
        if (nameOrPath.endsWith(".yaml") || nameOrPath.endsWith(".yml") || nameOrPath.contains("/") || nameOrPath.contains("\\")) {
            return nameOrPath;
        }
        String id = idOf(nameOrPath);
        if (id != null) {
            return files.find("devices", id, null);
        }
        List<String> known = new ArrayList<>(ids());
        ids().forEach(i -> known.addAll(aliases(files.find("devices", i, null))));
        String hint = Suggest.nearest(nameOrPath, known) == null ? "'ttbench list devices' names them; a file of your own ends in .yaml" : Suggest.hint(nameOrPath, known);
        throw new InputException(Problem.of("there is no device '" + nameOrPath + "'", hint));
    }

    /**
     * The shipped device that a name stands for: its id or an alias of it, in any spelling, perhaps behind words of its title ({@code NVIDIA A100-SXM4-80GB} is a100-sxm4-80gb);
     * null when there is none. Files are read only where the name is no id.
     */
    public String idOf(String name) {
        if (files.find("devices", name, null) != null) {
            return name;
        }
        String spelled = spelling(name);
        for (String id : ids()) {
            if (spelling(id).equals(spelled)) {
                return id;
            }
        }
        List<String> words = words(name);
        return ids().stream().filter(id -> means(words, id)).findFirst().orElse(null);
    }

    private boolean means(List<String> words, String id) {
        String file = files.find("devices", id, null);
        Set<String> names = new HashSet<>(Set.of(spelling(id)));
        aliases(file).forEach(a -> names.add(spelling(a)));
        List<String> title = words(title(file));
        for (int from = 0; from < words.size(); from++) {
            if (names.contains(String.join("", words.subList(from, words.size())))) {
                return true;
            }
            if (!title.contains(words.get(from))) {
                return false;
            }
        }
        return false;
    }

    /** What two spellings of a name have in common: letters and digits, in lower case. */
    static String spelling(String name) {
        return String.join("", words(name));
    }

    private static List<String> words(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")).filter(w -> !w.isEmpty()).toList();
    }

    private String title(String file) {
        return files.read(file).stream().filter(n -> n instanceof Node.MapNode m && m.get("title") instanceof Node.Scalar)
                .map(n -> String.valueOf(((Node.Scalar) ((Node.MapNode) n).get("title")).value())).findFirst().orElse("");
    }

    /** The aliases that a file states; the rest of it is not looked at, so that a name does not depend on other devices' files being right. */
    private List<String> aliases(String file) {
        List<String> out = new ArrayList<>();
        for (Node n : files.read(file)) {
            if (n instanceof Node.MapNode m && m.get("aliases") instanceof Node.ListNode l) {
                l.items().forEach(i -> out.add(i instanceof Node.Scalar s ? String.valueOf(s.value()) : ""));
            }
        }
        return out;
    }

    /**
     * A device by name, alias or file.
     *
     * @throws InputException when there is none, or its file has problems
     */
    public Device get(String nameOrPath) {
        return read(file(nameOrPath));
    }

    /** Makes a device of one's own known by its id and aliases too; nothing new for a shipped one. */
    public Device know(String nameOrPath) {
        Device d = get(nameOrPath);
        found.put(d.id(), file(nameOrPath));
        d.aliases().forEach(a -> found.put(a, file(nameOrPath)));
        return d;
    }

    private Device read(String file) {
        Device d = devices.get(file);
        if (d == null) {
            Problems problems = new Problems(file);
            Node.MapNode map = files.map(file, problems);
            problems.raise();
            d = DeviceReader.read(map, problems, files);
            problems.raise();
            devices.put(file, d);
        }
        return d;
    }

    /** SHA-256 of a device's file, in hexadecimal. */
    public String sha256(String nameOrPath) {
        return digests.computeIfAbsent(file(nameOrPath), files::sha256);
    }

    /** An architecture by name. */
    public Architecture architecture(String id) {
        Architecture a = architectures.get(id);
        if (a == null) {
            String file = files.find("architectures", id, null);
            if (file == null) {
                throw new InputException(Problem.of("there is no architecture '" + id + "'", Suggest.hint(id, files.names("architectures"))));
            }
            Problems problems = new Problems(file);
            a = ArchitectureReader.read(files.map(file, problems), problems);
            problems.raise();
            architectures.put(id, a);
        }
        return a;
    }

    private RuntimesReader.Content hosts() {
        if (runtimes == null) {
            String file = files.shipped().resolve("runtimes.yaml").toString();
            Problems problems = new Problems(file);
            runtimes = RuntimesReader.read(files.map(file, problems), problems);
            problems.raise();
        }
        return runtimes;
    }

    /** Names of the runtimes. */
    public List<String> runtimes() {
        return List.copyOf(hosts().runtimes().keySet());
    }

    /** What a runtime costs beside its kernels. */
    public HostCosts runtime(String id) {
        HostCosts h = hosts().runtimes().get(id);
        if (h == null) {
            throw new InputException(Problem.of("there is no runtime '" + id + "'", Suggest.hint(id, hosts().runtimes().keySet())));
        }
        return h;
    }

    /** The same with a host as boards of the device's design usually have it. */
    public HostCosts runtime(String id, Device device) {
        return runtime(id).at(hosts().hostSpeeds().getOrDefault(device.architecture(), 1.0));
    }
}
