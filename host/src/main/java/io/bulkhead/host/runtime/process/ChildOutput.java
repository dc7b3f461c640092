package io.bulkhead.host.runtime.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads lines of a child until the child is gone. Lines are cut at a bound, so that a
 * child that never ends its line cannot fill the host's memory.
 */
public final class ChildOutput {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Reader reader;
    private final Consumer<String> lines;
    private final String threadName;

    /** Nothing is read yet. */
    public ChildOutput(InputStream stream, String threadName, Consumer<String> lines) {
        this.reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        this.threadName = threadName;
        this.lines = lines;
    }

    /** The thread ends by itself when the process does. */
    public Thread start() {
        Thread thread = new Thread(this::read, threadName);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read() {
        StringBuilder line = new StringBuilder();
        try (reader) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n' || line.length() == LONGEST_LINE) {
                    deliver(line);
                }
                if (c != '\n' && c != '\r') {
                    line.append(Character.isISOControl(c) && c != '\t' ? '?' : (char) c);
                }
            }
            deliver(line);
        } catch (IOException closed) {
            deliver(line); // the pipe goes with the process
        }
    }

    private void deliver(StringBuilder line) {
        if (line.isEmpty()) {
            return;
        }
        String text = line.toString();
        line.setLength(0);
        try {
            lines.accept(text);
        } catch (RuntimeException e) {
            // A reader that ended here would let the pipe fill up and the child hang.
            LoggerFactory.getLogger(ChildOutput.class).error("A line of a child was lost", e);
        }
    }
}
