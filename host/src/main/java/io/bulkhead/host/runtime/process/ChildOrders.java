package io.bulkhead.host.runtime.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of orders to a child: its standard input. Thread-safe. */
final class ChildOrders {
    private static final Logger LOG = LoggerFactory.getLogger(ChildOrders.class);

    private final ParentOrderWriter writer = new ParentOrderWriter();
    private final long pid;
    private final OutputStream out;

    ChildOrders(Process process) {
        this.pid = process.pid();
        this.out = process.getOutputStream();
    }

    /**
     * Returns when the child's pipe has taken the order. One that reads no more is one whose heart
     * does not beat: it is killed, which breaks the pipe.
     */
    synchronized void give(ParentOrder order) {
        try {
            out.write((writer.print(order) + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException gone) {
            LOG.debug("Process {} has ended before it got an order", pid, gone);
        }
    }
}
