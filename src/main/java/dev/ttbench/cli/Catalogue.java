package dev.ttbench.cli;

import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Primitives;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import java.util.ArrayList;
import java.util.List;

/** The kinds of things that have names, and their names. */
final class Catalogue {
    static final List<String> KINDS = List.of("models", "graphs", "blocks", "devices", "operators", "suites", "imports");

    private Catalogue() { }

    /** Names of a kind, sorted. */
    static List<String> ids(Suites suites, String kind) {
        return switch (kind) {
            case "models" -> suites.modelNames();
            case "devices" -> new ArrayList<>(suites.devices().ids());
            case "operators" -> new ArrayList<>(Primitives.names());
            case "suites" -> suiteIds(suites);
            default -> suites.files().names(kind);
        };
    }

    /** What a file holds: a model, device, suite, graph or block; of several, the first of these. */
    static String kindOf(Suites suites, String file) {
        List<Node> documents = suites.files().read(file);
        for (String kind : List.of("model", "device", "suite", "graph", "block")) {
            if (named(documents, kind) != null) {
                return kind;
            }
        }
        throw new InputException(List.of(new Problem(file, 1, 1, "this file holds no model, device, graph, block or suite", "only these can be shown from a file")));
    }

    /** The name of the first graph, or block, of a file. */
    static String firstId(Suites suites, String file, String kind) {
        return named(suites.files().read(file), kind);
    }

    private static String named(List<Node> documents, String key) {
        for (Node n : documents) {
            if (n instanceof Node.MapNode m && m.get(key) != null) {
                return m.get(key) instanceof Node.Scalar s ? String.valueOf(s.value()) : "";
            }
        }
        return null;
    }

    /** A shipped block or graph, checked. */
    static BlockDef definition(Suites suites, String kind, String id) {
        return definitionIn(suites, suites.files().find(kind, id, null), id);
    }

    /** A block or graph of a file, checked. */
    static BlockDef definitionIn(Suites suites, String file, String id) {
        List<Problem> problems = new ArrayList<>();
        BlockDef def = suites.library().check(file, suites.files().read(file), problems).get(id);
        if (def == null) {
            throw new InputException(problems.isEmpty() ? List.of(new Problem(file, 1, 1, "this file does not define '" + id + "'", null)) : problems);
        }
        return def;
    }

    /** The file of a suite, or null. */
    static String suiteFile(Suites suites, String id) {
        return suiteIds(suites).contains(id) ? path(suites, id) : null;
    }

    /** The title of a suite; its name when it has none. */
    static String suiteTitle(Suites suites, String id) {
        for (Node n : suites.files().read(path(suites, id))) {
            if (n instanceof Node.MapNode m && m.get("title") instanceof Node.Scalar s && s.value() != null) {
                return s.value().toString();
            }
        }
        return id;
    }

    private static List<String> suiteIds(Suites suites) {
        List<String> out = new ArrayList<>();
        for (String name : suites.files().names("")) {
            try {
                for (Node n : suites.files().read(path(suites, name))) {
                    if (n instanceof Node.MapNode m && m.get("suite") != null) {
                        out.add(name);
                        break;
                    }
                }
            } catch (InputException e) {
                continue;
            }
        }
        return out;
    }

    private static String path(Suites suites, String id) {
        return suites.files().shipped().resolve(id + ".yaml").toString();
    }
}
