package dev.ttbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Writes the {@code share} folder of the distribution, manual pages and completion scripts where their readers look; run by the build. */
public final class ShareFolder {
    private ShareFolder() { }

    /** Arguments: the folder, the version of ttbench, and when its sources were changed last, in seconds since 1970. */
    public static void main(String[] args) throws IOException {
        String date = Instant.ofEpochSecond(Long.parseLong(args[2])).atOffset(ZoneOffset.UTC).toLocalDate().toString();
        for (Map.Entry<String, String> file : files(args[1], date).entrySet()) {
            Path path = Path.of(args[0]).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Its files by path. */
    static Map<String, String> files(String version, String date) throws IOException {
        Map<String, String> out = new TreeMap<>();
        out.put("man/man1/ttbench.1", ManPage.overview(version, date));
        for (String name : Commands.names()) {
            out.put("man/man1/ttbench-" + name + ".1", ManPage.of(Commands.get(name), version, date));
        }
        out.put("bash-completion/completions/ttbench", CompletionCommand.script("bash"));
        out.put("zsh/site-functions/_ttbench", CompletionCommand.script("zsh"));
        out.put("fish/vendor_completions.d/ttbench.fish", CompletionCommand.script("fish"));
        return out;
    }
}
