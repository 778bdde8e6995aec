package io.headwater.deploy.process;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Where a command writes for people: results to standard output, complaints and progress to standard error, colour on a
 * terminal only and never where {@code NO_COLOR} is set.
 */
public final class Screen {
    private static final int WIDTH_OF_NO_TERMINAL = 100;

    private final PrintWriter out;
    private final PrintWriter err;
    /** Of the terminal, 0 where there is none. */
    private final int columns;

    private final boolean colour;

    private Screen(PrintWriter out, PrintWriter err, int columns, boolean colour) {
        this.out = out;
        this.err = err;
        this.columns = columns;
        this.colour = colour;
    }

    /** That of the command line being executed; {@code deploy/headwater} says how wide the terminal is, where it is one. */
    public static Screen of(CommandLine commandLine) {
        int columns = Integer.getInteger("headwater.columns", 0);
        boolean plain = System.getenv("NO_COLOR") != null;
        return new Screen(commandLine.getOut(), commandLine.getErr(), columns, columns > 0 && !plain);
    }

    /** How many characters fit in a line. */
    public int columns() {
        return columns > 0 ? columns : WIDTH_OF_NO_TERMINAL;
    }

    public synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    public void line() {
        line("");
    }

    /** A name and what it stands for, aligned with the other such lines: the addresses a process listens on. */
    public void entry(String name, String value) {
        line("%s %s".formatted(bold("%-9s".formatted(name)), value));
    }

    public synchronized void warning(String text) {
        err.println(styled("33", "warning: ") + text);
        err.flush();
    }

    public synchronized void error(String text) {
        err.println(styled("31", "headwater: ") + text);
        err.flush();
    }

    /** Says on a terminal what takes a while; the words are gone once it is done. */
    public <T> T during(String what, Supplier<T> work) {
        progress(columns > 0 ? dim(what + " …") : "");
        try {
            return work.get();
        } finally {
            progress(columns > 0 ? "\r\u001b[K" : "");
        }
    }

    private synchronized void progress(String text) {
        err.print(text);
        err.flush();
    }

    public String bold(String text) {
        return styled("1", text);
    }

    public String dim(String text) {
        return styled("2", text);
    }

    public String green(String text) {
        return styled("32", text);
    }

    public String cyan(String text) {
        return styled("36", text);
    }

    private String styled(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
