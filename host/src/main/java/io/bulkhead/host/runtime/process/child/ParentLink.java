package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.runtime.process.ChildMessage;
import io.bulkhead.host.runtime.process.ChildMessageWriter;
import java.io.PrintStream;

/** Messages to the parent, each a line of standard output. Thread-safe. */
final class ParentLink {
    private final ChildMessageWriter writer;
    private final PrintStream out = System.out; // a model may put another in its place

    ParentLink(String secret) {
        this.writer = new ChildMessageWriter(secret);
    }

    void tell(ChildMessage message) {
        String line = writer.print(message);
        synchronized (out) {
            // Native code may have left a line unfinished.
            out.print('\n' + line + '\n');
            out.flush();
        }
    }
}
