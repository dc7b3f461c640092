package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.inference.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Models of other libraries that lie within a pickle, lent to those libraries' runtimes. */
final class Boosters {
    private final ModelContext context;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param context that lends the other runtimes, and the place for the files
     */
    Boosters(ModelContext context) {
        this.context = context;
    }

    /**
     * Loads one.
     *
     * @param runtime its name
     * @param suffix of the file, as the runtime knows it
     * @param content of the file
     */
    Trees load(String runtime, String suffix, ByteBuffer content) {
        return load(runtime, suffix, content, Parameters.empty());
    }

    /**
     * The same with settings of the runtime's own.
     *
     * @param extra settings
     */
    Trees load(String runtime, String suffix, ByteBuffer content, Parameters extra) {
        String name = "booster-" + count.incrementAndGet() + suffix;
        Path file = context.scratchFolder().resolve(name);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Trees(context.delegate(new DelegateSettings(runtime, file, extra)));
    }
}
