package dev.ttbench.spec;

import java.util.List;

/** The shipped YAML files in a form that is quicker to read; used only while a file's digest is the one it was made from. */
public interface Precompiled {
    /** None: every file is read as YAML. */
    Precompiled NONE = new Precompiled() {
        @Override
        public List<Node> documents(String file, byte[] bytes) {
            return null;
        }

        @Override
        public String sha256(String file, byte[] bytes) {
            return null;
        }
    };

    /** The documents of a file, or null when this form does not hold exactly these bytes. */
    List<Node> documents(String file, byte[] bytes);

    /** The SHA-256 of a file, in hexadecimal, or null when this form does not hold exactly these bytes. */
    String sha256(String file, byte[] bytes);
}
