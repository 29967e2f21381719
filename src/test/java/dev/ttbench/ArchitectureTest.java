package dev.ttbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The flow goes one way: each package imports only those to its left. */
class ArchitectureTest {
    private static final List<String> FLOW = List.of("spec", "checkpoint", "operator", "graph", "cost", "model", "imports", "device", "latency", "profile", "measurement", "calibration", "sweep", "planning", "comparison", "figure", "study", "lint", "report", "cli");
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(location -> !location.contains("test-classes") && !location.contains("/test/"))
            .importPackages("dev.ttbench");

    private static int rank(JavaClass c) {
        String name = c.getPackageName();
        return name.startsWith("dev.ttbench.") ? FLOW.indexOf(name.substring("dev.ttbench.".length()).split("\\.")[0]) : -2;
    }

    @Test
    void everyPackageHasItsPlaceInTheFlow() {
        TreeSet<String> unknown = new TreeSet<>();
        for (JavaClass c : CLASSES) {
            if (rank(c) == -1) {
                unknown.add(c.getPackageName());
            }
        }
        assertTrue(CLASSES.size() > 100, "the classes were found");
        assertEquals(new TreeSet<String>(), unknown);
    }

    @Test
    void importsPointLeft() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : CLASSES) {
            for (Dependency d : c.getDirectDependenciesFromSelf()) {
                if (rank(c) >= 0 && rank(d.getTargetClass()) > rank(c)) {
                    wrong.add(d.getDescription());
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void operatorsKnowNoHardware() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : CLASSES) {
            if (c.getPackageName().equals("dev.ttbench.operator")) {
                for (Dependency d : c.getDirectDependenciesFromSelf()) {
                    if (rank(d.getTargetClass()) >= 0 && !d.getTargetClass().getPackageName().equals("dev.ttbench.operator")) {
                        wrong.add(d.getDescription());
                    }
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void roomsStaySmall() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path p : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                long lines;
                try (Stream<String> text = Files.lines(p)) {
                    lines = text.count();
                }
                String name = p.getFileName().toString();
                if (lines > 420 || name.matches(".*(Util|Utils|Helper|Helpers|Manager|Misc|Common)[A-Za-z]*\\.java")) {
                    wrong.add(p + ": " + lines + " lines");
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void javaKnowsNoModelAndNoDevice() throws IOException {
        List<String> names = new ArrayList<>();
        for (String kind : List.of("models", "devices", "graphs", "architectures")) {
            try (Stream<Path> files = Files.list(Path.of("suites", kind))) {
                files.forEach(f -> names.add(f.getFileName().toString().replace(".yaml", "")));
            }
        }
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/ttbench"))) {
            for (Path p : files.filter(f -> f.toString().endsWith(".java") && !f.toString().contains("/cli/")).toList()) {
                String text = Files.readString(p);
                for (String n : names) {
                    if (text.contains("\"" + n + "\"")) {
                        wrong.add(p + " names " + n);
                    }
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }
}
