package dev.ttbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one generation makes, in a few words, from those parameters of a model that have the usual names: {@code 81 frames 832x480, 50 steps}. */
public final class RequestText {
    private RequestText() { }

    /** The words for these values; empty where no parameter has such a name. */
    public static String of(Map<String, Object> values) {
        Object width = values.get("width");
        Object height = values.get("height");
        Object frames = values.get("frames");
        Object prompt = values.get("prompt_tokens");
        Object made = values.get("new_tokens");
        List<String> out = new ArrayList<>();
        String size = width != null && height != null ? width + "x" + height : width != null || height != null ? (width != null ? width : height) + " px" : "";
        String picture = (frames == null ? "" : many(frames, "frame") + " ") + size;
        if (!picture.isEmpty()) {
            out.add(picture.strip());
        }
        if (values.get("steps") != null) {
            out.add(many(values.get("steps"), "step"));
        }
        if (made != null) {
            out.add(prompt == null ? many(made, "token") : prompt + "+" + made + " tokens");
        } else if (prompt != null && out.isEmpty()) {
            out.add(many(prompt, "token"));
        }
        return String.join(", ", out);
    }

    private static String many(Object count, String what) {
        return count + " " + what + (count.equals(1L) ? "" : "s");
    }
}
