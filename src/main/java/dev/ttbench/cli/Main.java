package dev.ttbench.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;

/** The process: streams in, exit code out. */
public final class Main {
    private Main() { }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = new StandardOutput(new FileOutputStream(FileDescriptor.err));
        int code = new Ttbench(Environment.ofProcess()).run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }
}
