package io.bulkhead.host.config;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Warns of fields that nobody reads, which are misspelt more often than not. They are no fault:
 * MLServer takes them. Files are read again for every index, so one text is reported once.
 */
final class UnknownFields {
    private static final int MAX_REPORTED = 1024;

    private final Set<String> known;
    private final Consumer<String> warnings;
    private final Set<Reported> reported = new LinkedHashSet<>();

    UnknownFields(Set<String> known, Consumer<String> warnings) {
        this.known = Set.copyOf(known);
        this.warnings = warnings;
    }

    /** Warns of each unknown field of the document's top level. */
    void report(JsonDocument document) {
        Iterator<String> names = document.root().fieldNames();
        boolean all = true;
        while (all && names.hasNext()) {
            all = known.contains(names.next());
        }
        if (!all && isNew(document)) {
            document.root().fieldNames().forEachRemaining(name -> report(document, name));
        }
    }

    private void report(JsonDocument document, String name) {
        if (!known.contains(name)) {
            String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
            warnings.accept(
                    document.place(pointer)
                            + ": unknown field '"
                            + name
                            + "'"
                            + NearestName.hint(name, known));
        }
    }

    private boolean isNew(JsonDocument document) {
        synchronized (reported) {
            if (!reported.add(new Reported(document.label(), document.text().hashCode()))) {
                return false;
            }
            if (reported.size() > MAX_REPORTED) {
                Iterator<Reported> oldest = reported.iterator();
                oldest.next();
                oldest.remove();
            }
            return true;
        }
    }

    private record Reported(String label, int textHash) {}
}
