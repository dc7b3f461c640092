package io.bulkhead.host.codec.content;

import io.bulkhead.api.metadata.ModelId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of a content type that nobody knows, which counts as none, that it does nothing: once each,
 * and of some only, as any client can make up more.
 */
final class UnknownContentTypes {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownContentTypes.class);
    private static final int MAX_NOTED = 32;
    private static final int MAX_SHOWN = 64;

    private final ModelId model;
    private final Consumer<String> warnings;
    private final Set<String> noted = ConcurrentHashMap.newKeySet();

    /** Warns in the log. */
    UnknownContentTypes(ModelId model) {
        this(model, LOG::warn);
    }

    UnknownContentTypes(ModelId model, Consumer<String> warnings) {
        this.model = model;
        this.warnings = warnings;
    }

    /**
     * @param place what names it, e.g. {@code an input}
     * @param contentType no warning if empty, which is none
     * @param known those that would do there
     */
    void note(String place, String contentType, Collection<String> known) {
        if (contentType.isEmpty() || noted.size() >= MAX_NOTED) {
            return;
        }
        String shown = shown(contentType);
        if (noted.add(place + ' ' + shown)) {
            warnings.accept(
                    "Model %s: content type '%s' of %s counts as none; known there are %s"
                            .formatted(model, shown, place, new TreeSet<>(known)));
        }
    }

    /** It may be a client's, and is to forge no line of the log. */
    private static String shown(String text) {
        String start = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
