package dev.ttbench.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A page in a headless Chromium, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 60;
    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger last = new AtomicInteger();
    private String session;

    /** The program, or null where there is none. */
    static Path program() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
    }

    /** Starts it. {@code profile}: an empty folder for it. */
    Chromium(Path profile) throws Exception {
        process = new ProcessBuilder(program().toString(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader err = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = err.readLine();
        while (line != null && !line.startsWith("DevTools listening on ")) {
            line = err.readLine();
        }
        if (line == null) {
            throw new IOException("Chromium ended before it listened");
        }
        Thread rest = new Thread(() -> err.lines().forEach(s -> { }));
        rest.setDaemon(true);
        rest.start();
        socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(line.substring(line.indexOf("ws://"))), new Listener()).get(SECONDS, TimeUnit.SECONDS);
        String target = send("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true)).get("sessionId").asText();
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            send(domain + ".enable", Map.of());
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket s, CharSequence part, boolean whole) {
            text.append(part);
            if (whole) {
                try {
                    JsonNode n = JSON.readTree(text.toString());
                    if (n.has("id")) {
                        answers.get(n.get("id").asInt()).complete(n);
                    } else {
                        events.add(n);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            s.request(1);
            return null;
        }
    }

    /** The answer to one call. */
    JsonNode send(String method, Map<String, Object> parameters) throws ExecutionException, InterruptedException, TimeoutException {
        ObjectNode call = JSON.createObjectNode().put("id", last.incrementAndGet()).put("method", method);
        call.set("params", JSON.valueToTree(parameters));
        if (session != null) {
            call.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(call.get("id").asInt(), answer);
        socket.sendText(call.toString(), true).get(SECONDS, TimeUnit.SECONDS);
        JsonNode n = answer.get(SECONDS, TimeUnit.SECONDS);
        if (n.has("error")) {
            throw new IllegalStateException(method + ": " + n.get("error"));
        }
        return n.get("result");
    }

    /** Opens a file in a window of that width, with or without scripts, in light or dark. */
    void open(Path file, int width, boolean dark, boolean scripts) throws Exception {
        events.clear();
        send("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        send("Emulation.setScriptExecutionDisabled", Map.of("value", !scripts));
        send("Page.navigate", Map.of("url", file.toUri().toString()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (events("Page.loadEventFired").isEmpty()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("the page does not load");
            }
            Thread.sleep(20);
        }
    }

    /** What has happened of one kind since the page was opened. */
    List<JsonNode> events(String method) {
        synchronized (events) {
            return events.stream().filter(e -> e.get("method").asText().equals(method)).map(e -> e.get("params")).toList();
        }
    }

    /** The value of an expression in the page. */
    JsonNode eval(String expression) throws Exception {
        JsonNode n = send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (n.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + n.get("exceptionDetails"));
        }
        return n.get("result").path("value");
    }

    /** Presses a key, such as {@code Enter}. */
    void key(String name, int code) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            Map<String, Object> event = name.equals("Enter") && type.equals("keyDown")
                    ? Map.of("type", type, "key", name, "code", name, "windowsVirtualKeyCode", code, "text", "\r") : Map.of("type", type, "key", name, "code", name, "windowsVirtualKeyCode", code);
            send("Input.dispatchKeyEvent", event);
        }
    }

    /** A picture of the whole page. */
    void picture(Path to) throws Exception {
        Files.write(to, Base64.getDecoder().decode(send("Page.captureScreenshot", Map.of("captureBeyondViewport", true)).get("data").asText()));
    }

    @Override
    public void close() {
        try {
            send("Browser.close", Map.of());
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
