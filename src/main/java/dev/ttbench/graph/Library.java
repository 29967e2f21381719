package dev.ttbench.graph;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Blocks and graphs by name. A name is looked for among the documents of the file that uses it, then beside that file ({@code blocks/},
 * {@code graphs/}, also one folder up), then among the shipped suites.
 */
public final class Library {
    private static final int MAX_DOCUMENTS = 1000;
    private final SuiteFiles files;
    private final Map<String, Map<String, BlockDef>> byFile = new HashMap<>();
    private final Map<String, Map<String, BlockDef>> graphs = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /** A library over the given files. */
    public Library(SuiteFiles files) {
        this.files = files;
    }

    /** The files it reads. */
    public SuiteFiles files() {
        return files;
    }

    /**
     * The graph of that name, with every block it reaches read, checked and linked.
     *
     * @param from the file that asks; null for none
     * @param local documents of that file which may define it
     * @throws InputException when there is none, or anything it reaches has a problem
     */
    public BlockDef graph(String name, String from) {
        Map<String, BlockDef> asked = graphs.computeIfAbsent(from == null ? "" : from, f -> new HashMap<>());
        BlockDef def = asked.get(name);
        if (def == null) {
            def = find(name, from, true);
            if (def != null) {
                asked.put(name, def);
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return def;
    }

    /** Reads a file's blocks and graphs and all they reach; problems are collected, not thrown. */
    public Map<String, BlockDef> check(String file, List<Node> documents, List<Problem> into) {
        Map<String, BlockDef> defs = define(file, documents);
        into.addAll(problems);
        return defs;
    }

    /** Makes the block and graph documents of a model's own file known. */
    public void addLocal(String file, List<Node> documents) {
        if (!byFile.containsKey(file)) {
            define(file, documents);
        }
    }

    private BlockDef find(String name, String from, boolean graph) {
        Map<String, BlockDef> own = from == null ? null : byFile.get(from);
        if (own != null && own.containsKey(name)) {
            return own.get(name);
        }
        String file = files.find(graph ? "graphs" : "blocks", name, from);
        if (file == null) {
            return null;
        }
        Map<String, BlockDef> defs = byFile.get(file);
        if (defs == null) {
            try {
                defs = define(file, files.read(file));
            } catch (InputException e) {
                problems.addAll(e.problems());
                defs = Map.of();
                byFile.put(file, defs);
            }
        }
        BlockDef def = defs.get(name);
        if (def == null && !defs.isEmpty()) {
            problems.add(new Problem(file, 1, 1, "this file should define '" + name + "', after its name", "it defines " + String.join(", ", defs.keySet())));
        }
        return def;
    }

    private Map<String, BlockDef> define(String file, List<Node> documents) {
        Map<String, BlockDef> defs = new LinkedHashMap<>();
        byFile.put(file, defs);
        Problems found = new Problems(file, problems);
        if (documents.size() > MAX_DOCUMENTS) {
            found.add(1, 1, "more than " + MAX_DOCUMENTS + " documents in one file", null);
            return defs;
        }
        for (Node n : documents) {
            if (n instanceof Node.MapNode map && (map.get("block") != null || map.get("graph") != null && map.get("model") == null)) {
                BlockDef def = new DefinitionReader(found, map).read();
                if (def != null && defs.put(def.name(), def) != null) {
                    found.add(n, "'" + def.name() + "' is defined twice in this file", null);
                }
            }
        }
        for (BlockDef def : List.copyOf(defs.values())) {
            link(def, found);
        }
        for (BlockDef def : defs.values()) {
            refuseRecursion(def);
        }
        return defs;
    }

    private void link(BlockDef def, Problems found) {
        for (Step.BlockCall call : calls(def.steps(), new ArrayList<>())) {
            BlockDef target = find(call.block(), def.file(), false);
            if (target == null) {
                Set<String> known = new HashSet<>(Primitives.names());
                known.addAll(files.names("blocks"));
                known.addAll(byFile.get(def.file()).keySet());
                known.addAll(DefinitionReader.CONTROL);
                found.add(call.place().line(), call.place().column(), "unknown step '" + call.block() + "'", Suggest.hint(call.block(), known));
            } else {
                call.link(target);
                CallCheck.check(call, target, found);
            }
        }
    }

    private void refuseRecursion(BlockDef def) {
        Set<BlockDef> done = new HashSet<>();
        for (Step.BlockCall call : calls(def.steps(), new ArrayList<>())) {
            if (call.target() != null && reaches(call.target(), def, done)) {
                Problem p = new Problem(def.file(), call.place().line(), call.place().column(), "'" + def.name() + "' calls itself"
                        + (call.target() == def ? "" : " through '" + call.target().name() + "'"), "a block cannot be part of itself; use 'repeat'");
                if (!problems.contains(p)) {
                    problems.add(p);
                }
            }
        }
    }

    private static boolean reaches(BlockDef from, BlockDef to, Set<BlockDef> done) {
        if (from == to) {
            return true;
        }
        if (!done.add(from)) {
            return false;
        }
        for (Step.BlockCall call : calls(from.steps(), new ArrayList<>())) {
            if (call.target() != null && reaches(call.target(), to, done)) {
                return true;
            }
        }
        return false;
    }

    /** Every block call in {@code steps}, nested ones included. */
    static List<Step.BlockCall> calls(List<Step> steps, List<Step.BlockCall> into) {
        for (Step s : steps) {
            if (s instanceof Step.BlockCall c) {
                into.add(c);
            }
            for (List<Step> inner : Step.inner(s)) {
                calls(inner, into);
            }
        }
        return into;
    }
}
