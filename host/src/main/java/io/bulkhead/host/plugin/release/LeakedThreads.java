package io.bulkhead.host.plugin.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The live threads that keep a class loader: by what they are, run, or load classes with. */
final class LeakedThreads {
    static final LeakedThreads NONE = new LeakedThreads(List.of());

    /** A thread and why it keeps the loader. */
    private record Holder(Thread thread, String why) {}

    private final List<Holder> holders;

    private LeakedThreads(List<Holder> holders) {
        this.holders = holders;
    }

    /**
     * @param loader must not be kept by the caller while the garbage collector is to show something
     */
    static LeakedThreads of(ClassLoader loader, String label) {
        List<Holder> holders = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            String runs = running(entry.getValue(), label);
            if (!runs.isEmpty()) {
                holders.add(new Holder(thread, "runs " + runs));
            } else if (isFrom(thread.getClass().getClassLoader(), loader)) {
                holders.add(new Holder(thread, "is a " + thread.getClass().getName()));
            } else if (isFrom(thread.getContextClassLoader(), loader)) {
                holders.add(new Holder(thread, "has it as context class loader"));
            }
        }
        return new LeakedThreads(holders);
    }

    /** The outermost method of the plugin, which is what the thread was started for. */
    private static String running(StackTraceElement[] trace, String label) {
        for (int i = trace.length - 1; i >= 0; i--) {
            boolean isLambda = trace[i].getClassName().contains("$$Lambda");
            if (label.equals(trace[i].getClassLoaderName()) && !isLambda) {
                return trace[i].getClassName() + "." + trace[i].getMethodName();
            }
        }
        return "";
    }

    /** Also one that was made on top of it. */
    private static boolean isFrom(@Nullable ClassLoader candidate, ClassLoader loader) {
        for (ClassLoader one = candidate; one != null; one = one.getParent()) {
            if (one == loader) {
                return true;
            }
        }
        return false;
    }

    /** They are the plugin's, and had time to end; a task that can be interrupted ends now. */
    void interrupt() {
        holders.forEach(holder -> holder.thread().interrupt());
    }

    Set<Thread> threads() {
        return holders.stream().map(Holder::thread).collect(Collectors.toSet());
    }

    /** In words; empty if there is none. */
    List<String> texts() {
        return holders.stream()
                .map(holder -> "thread '" + holder.thread().getName() + "', which " + holder.why())
                .toList();
    }
}
