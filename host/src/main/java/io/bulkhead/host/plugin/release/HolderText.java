package io.bulkhead.host.plugin.release;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import io.bulkhead.host.plugin.release.HeapDump.ClassRecord;
import io.bulkhead.host.plugin.release.HeapDump.Field;
import io.bulkhead.host.plugin.release.HeapPath.Link;
import io.bulkhead.host.plugin.release.HeapPath.Way;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts a way through the heap into the words in which one would look for the mistake. */
final class HolderText {
    private static final int SHOWN = 8;

    private final HeapDump dump;
    private final long loader;

    HolderText(HeapDump dump, long loader) {
        this.dump = dump;
        this.loader = loader;
    }

    String of(Way way) throws IOException {
        List<Link> links = way.links();
        return kind(way, links) + " (" + chain(links) + ")";
    }

    private String kind(Way way, List<Link> links) throws IOException {
        Link first = links.get(0);
        Optional<Link> own = links.stream().filter(this::isPlugins).findFirst();
        String what = own.map(Link::type).orElse("java.lang.Class");
        if (first.type().equals("java.lang.ApplicationShutdownHooks")) {
            Link hook = links.stream().filter(this::isThread).findFirst().orElse(first);
            return "shutdown hook '" + threadName(hook.object()) + "' of class " + hook.type();
        }
        if (first.type().equals("java.sql.DriverManager")) {
            return "JDBC driver " + what;
        }
        if (passes(links, "com.sun.jmx.")) {
            return "MBean of class " + what;
        }
        if (way.fromThread() && passes(links, "java.lang.ThreadLocal$ThreadLocalMap$Entry")) {
            return "ThreadLocal of thread '"
                    + threadName(first.object())
                    + "' with a value of class "
                    + what;
        }
        if (way.fromThread()) {
            return "thread '" + threadName(first.object()) + "'";
        }
        return way.fromStatic()
                ? "static field " + first.type() + "." + first.field()
                : "native code or a running method, by an object of class " + first.type();
    }

    private static boolean passes(List<Link> links, String type) {
        return links.stream().anyMatch(link -> link.type().startsWith(type));
    }

    private boolean isPlugins(Link link) {
        return isOfLoader(link) || link.field().equals("class");
    }

    private boolean isOfLoader(Link link) {
        return dump.type(link.object()).filter(type -> type.loader() == loader).isPresent();
    }

    private boolean isThread(Link link) {
        ThreadFields fields = new ThreadFields(link.object());
        try {
            dump.read(fields);
        } catch (IOException e) {
            return false;
        }
        return fields.name != 0;
    }

    private static String chain(List<Link> links) {
        return links.stream()
                .filter(link -> !link.field().equals("class loader")) // which every way ends with
                .limit(SHOWN)
                .map(link -> link.type() + (link.field().isEmpty() ? "" : "." + link.field()))
                .collect(Collectors.joining(" -> ", "", links.size() > SHOWN ? " -> ..." : ""));
    }

    private String threadName(long thread) throws IOException {
        ThreadFields fields = new ThreadFields(thread);
        dump.read(fields);
        StringFields name = new StringFields(fields.name);
        dump.read(name);
        Characters characters = new Characters(name.value);
        dump.read(characters);
        return new String(characters.bytes, name.wide ? UTF_16LE : ISO_8859_1);
    }

    private final class ThreadFields implements HeapDump.Visitor {
        private final long thread;
        private long name;

        ThreadFields(long thread) {
            this.thread = thread;
        }

        @Override
        public void instance(long object, ClassRecord type, byte[] fields) {
            if (object != thread) {
                return;
            }
            ByteBuffer buffer = ByteBuffer.wrap(fields);
            for (ClassRecord part : dump.lineage(type)) {
                for (Field field : part.fields()) {
                    int size = HeapTypes.size(field.type());
                    if (field.name().equals("name") && part.name().equals("java.lang.Thread")) {
                        name = buffer.getLong(buffer.position());
                    }
                    buffer.position(buffer.position() + size);
                }
            }
        }
    }

    private static final class StringFields implements HeapDump.Visitor {
        private final long string;
        private long value;
        private boolean wide;

        StringFields(long string) {
            this.string = string;
        }

        @Override
        public void instance(long object, ClassRecord type, byte[] fields) {
            if (object != string) {
                return;
            }
            ByteBuffer buffer = ByteBuffer.wrap(fields);
            for (Field field : type.fields()) {
                int size = HeapTypes.size(field.type());
                if (field.name().equals("value")) {
                    value = buffer.getLong(buffer.position());
                } else if (field.name().equals("coder")) {
                    wide = buffer.get(buffer.position()) != 0;
                }
                buffer.position(buffer.position() + size);
            }
        }
    }

    private static final class Characters implements HeapDump.Visitor {
        private final long array;
        private byte[] bytes = {};

        Characters(long array) {
            this.array = array;
        }

        @Override
        public void bytes(long object, byte[] elements) {
            if (object == array) {
                bytes = elements;
            }
        }
    }
}
