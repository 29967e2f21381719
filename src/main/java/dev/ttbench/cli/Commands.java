package dev.ttbench.cli;

import java.util.List;

/** The registry: every command, in the order of the help. A command is built when it is asked for. */
final class Commands {
    private static final List<String> NAMES = List.of("profile", "suite", "sweep", "merge", "compare", "check", "fit", "advise", "list", "show", "lint", "import", "explain", "validate", "calibrate", "completion");

    private Commands() { }

    /** All names. */
    static List<String> names() {
        return NAMES;
    }

    /** The command of that name, or null. */
    static Command get(String name) {
        return switch (name) {
            case "profile" -> new ProfileCommand();
            case "suite" -> new SuiteCommand();
            case "sweep" -> new SweepCommand();
            case "merge" -> new MergeCommand();
            case "compare" -> new CompareCommand();
            case "check" -> new CheckCommand();
            case "fit" -> new FitCommand();
            case "advise" -> new AdviseCommand();
            case "list" -> new ListCommand();
            case "show" -> new ShowCommand();
            case "lint" -> new LintCommand();
            case "import" -> new ImportCommand();
            case "explain" -> new ExplainCommand();
            case "validate" -> new ValidateCommand();
            case "calibrate" -> new CalibrateCommand();
            case "completion" -> new CompletionCommand();
            default -> null;
        };
    }
}
