package io.bulkhead.host.runtime.process;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A child's lines in the host's log, under the model's name and at the level that they name. */
final class ChildLog implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger("bulkhead.child");

    private final String model;

    ChildLog(String model) {
        this.model = model;
    }

    @Override
    public void accept(String line) {
        for (Level level : Level.values()) {
            String name = level.name();
            if (line.startsWith(name) && line.startsWith(" ", name.length())) {
                LOG.atLevel(level).log("[{}] {}", model, line.substring(name.length()).strip());
                return;
            }
        }
        LOG.info("[{}] {}", model, line);
    }
}
