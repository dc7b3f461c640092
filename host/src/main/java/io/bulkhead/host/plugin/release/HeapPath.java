package io.bulkhead.host.plugin.release;

import io.bulkhead.host.plugin.release.HeapDump.ClassRecord;
import io.bulkhead.host.plugin.release.HeapDump.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a shortest way from a root to one object of a heap dump, backwards from the object: each
 * pass over the dump adds what refers to what the pass before has found. Weak references are none.
 */
final class HeapPath {
    private static final int LONGEST = 40;
    private static final int MOST_OBJECTS = 4_000_000;

    /**
     * A reference on the way.
     *
     * @param object that refers; a class for a static field
     * @param type its class, or the class that it is
     * @param field that refers; empty for an element of an array
     * @param target what is referred to
     */
    record Link(long object, String type, String field, long target) {}

    /** The way from a root, the root first. */
    record Way(List<Link> links, boolean fromThread, boolean fromStatic) {}

    private final HeapDump dump;
    private final LongMap roots = new LongMap(); // 1 for threads, else 0
    private final LongMap found = new LongMap(); // position in links
    private final List<Link> links = new ArrayList<>();
    private int oldest; // of those found by the pass before
    private int newest;

    HeapPath(HeapDump dump) {
        this.dump = dump;
    }

    /** What holds the loader of this number, in words. */
    Optional<String> to(long loaderNumber) throws IOException {
        LoaderFinder finder = new LoaderFinder(loaderNumber);
        dump.read(finder);
        if (finder.loader == 0) {
            return Optional.empty();
        }
        Optional<Way> way = way(finder.loader);
        return way.isPresent()
                ? Optional.of(new HolderText(dump, finder.loader).of(way.get()))
                : Optional.empty();
    }

    private Optional<Way> way(long loader) throws IOException {
        add(new Link(loader, "", "", 0));
        for (int length = 0; length < LONGEST && oldest < links.size(); length++) {
            newest = links.size();
            Step step = new Step(loader);
            dump.read(step);
            if (step.held.isPresent()) {
                return step.held;
            }
            oldest = newest;
            if (links.size() > MOST_OBJECTS) {
                break;
            }
        }
        return Optional.empty();
    }

    private void add(Link link) {
        found.put(link.object(), links.size());
        links.add(link);
    }

    private List<Link> from(Link first) {
        List<Link> way = new ArrayList<>();
        for (Link link = first; link.target() != 0; ) {
            way.add(link);
            link = links.get(found.get(link.target()));
        }
        return way;
    }

    /** Looks for the loader, and for all roots. */
    private final class LoaderFinder implements HeapDump.Visitor {
        private final long number;
        private long loader;

        LoaderFinder(long number) {
            this.number = number;
        }

        @Override
        public void root(long object, boolean thread) {
            if (object != 0 && (thread || roots.get(object) == LongMap.ABSENT)) {
                roots.put(object, thread ? 1 : 0);
            }
        }

        @Override
        public void instance(long object, ClassRecord type, byte[] fields) {
            if (loader == 0 && dump.lineage(type).stream().anyMatch(HeapPath::isLoader)) {
                forEachField(
                        type,
                        fields,
                        (field, value) -> {
                            if (field.name().equals("releaseNumber") && value == number) {
                                loader = object;
                            }
                        });
            }
        }
    }

    private static boolean isLoader(ClassRecord type) {
        return type.name().equals("java.lang.ClassLoader");
    }

    private interface FieldVisitor {
        void field(Field field, long value);
    }

    /** References and longs. */
    private void forEachField(ClassRecord type, byte[] fields, FieldVisitor visitor) {
        ByteBuffer buffer = ByteBuffer.wrap(fields);
        for (ClassRecord part : dump.lineage(type)) {
            for (Field field : part.fields()) {
                int size = HeapTypes.size(field.type());
                if (size == Long.BYTES) {
                    visitor.field(field, buffer.getLong());
                } else {
                    buffer.position(buffer.position() + size);
                }
            }
        }
    }

    /** One pass: what refers to the objects that the pass before has found. */
    private final class Step implements HeapDump.Visitor {
        private final long loader;
        private Optional<Way> held = Optional.empty();

        Step(long loader) {
            this.loader = loader;
        }

        private boolean isSought(long object) {
            if (object == 0) {
                return false;
            }
            int position = found.get(object);
            return position >= oldest && position < newest;
        }

        private void refers(long object, String type, String field, long target) {
            if (found.get(object) != LongMap.ABSENT) {
                return;
            }
            Link link = new Link(object, type, field, target);
            add(link);
            int root = roots.get(object);
            if (root != LongMap.ABSENT && held.isEmpty()) {
                held = Optional.of(new Way(from(link), root == 1, false));
            }
        }

        @Override
        public void loadedClass(ClassRecord type) {
            for (HeapDump.Static field : type.statics()) {
                if (isSought(field.value())) {
                    Link link = new Link(type.id(), type.name(), field.name(), field.value());
                    if (type.loader() != loader) { // it is there whoever else may be
                        held = held.or(() -> Optional.of(new Way(from(link), false, true)));
                    } else {
                        refers(type.id(), type.name(), field.name(), field.value());
                    }
                }
            }
            if (isSought(type.loader())) {
                refers(type.id(), type.name(), "class loader", type.loader());
            }
            if (isSought(type.superclass())) {
                refers(type.id(), type.name(), "superclass", type.superclass());
            }
        }

        @Override
        public void instance(long object, ClassRecord type, byte[] fields) {
            if (found.get(object) != LongMap.ABSENT) {
                return;
            }
            if (isSought(type.id())) {
                refers(object, type.name(), "class", type.id());
                return;
            }
            forEachField(
                    type,
                    fields,
                    (field, value) -> {
                        if (field.type() == HeapTypes.OBJECT
                                && isSought(value)
                                && !isWeak(type, field)) {
                            refers(object, type.name(), field.name(), value);
                        }
                    });
        }

        private boolean isWeak(ClassRecord type, Field field) {
            return field.name().equals("referent")
                    && dump.lineage(type).stream()
                            .map(ClassRecord::name)
                            .anyMatch(
                                    name ->
                                            name.equals("java.lang.ref.WeakReference")
                                                    || name.equals(
                                                            "java.lang.ref.PhantomReference"));
        }

        @Override
        public void array(long object, long type, long[] elements) {
            for (long element : elements) {
                if (isSought(element)) {
                    String name = dump.type(type).map(ClassRecord::name).orElse("array");
                    refers(object, name, "", element);
                    return;
                }
            }
        }
    }
}
