package dev.ttbench.cli;

/**
 * Reads what nearly everybody types ({@code --name value}, {@code --name=value}, words) without building picocli's model, which costs more than the
 * rest of the start-up. Anything else is left to {@link PicocliParser}, which reads the same options and says what is wrong.
 */
final class PlainParser {
    private PlainParser() { }

    /** The arguments after the command, or null when they are not plain. */
    static Arguments parse(Command command, String[] args, int from) {
        Arguments out = new Arguments();
        for (int i = from; i < args.length; i++) {
            String a = args[i];
            if (a.isEmpty()) {
                return null;
            }
            if (a.charAt(0) != '-') {
                out.rest().add(a);
                continue;
            }
            int equals = a.startsWith("--") ? a.indexOf('=') : -1;
            Option o = find(command, equals < 0 ? a : a.substring(0, equals));
            if (o == null || out.has(o.name()) && !o.repeatable()) {
                return null;
            }
            if (o.flag()) {
                if (equals >= 0) {
                    return null;
                }
                out.put(o.name(), "true");
                continue;
            }
            String value;
            if (equals >= 0) {
                value = a.substring(equals + 1);
            } else if (i + 1 < args.length) {
                value = args[++i];
            } else {
                return null;
            }
            if (value.isEmpty() || value.charAt(0) == '-' || value.charAt(0) == '"' || !o.accepts(value)) {
                return null;
            }
            out.put(o.name(), value);
        }
        int n = out.rest().size();
        return n < command.rest().least() || n > command.rest().most() ? null : out;
    }

    private static Option find(Command command, String name) {
        for (Option o : command.options()) {
            if (name.equals(o.name()) || name.equals(o.shortName())) {
                return o;
            }
        }
        return null;
    }
}
