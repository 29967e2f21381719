package dev.ttbench.cli;

import java.io.IOException;
import java.util.List;

/** A command of ttbench. What it takes is data; picocli is asked only for help and what is not plain. */
interface Command {

    /** The word typed. */
    String name();

    /** One line: what it does. */
    String about();

    /** Commands that work when pasted; the first opens the help. */
    List<String> examples();

    /** Its options, help apart. */
    List<Option> options();

    /** Its other words. */
    Rest rest();

    /**
     * Does it.
     *
     * @return the exit code
     */
    int run(Arguments arguments, Session session) throws IOException;
}
