package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.environment.JarPackages;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which jars an environment can take from a native layer of another one: those with the natives
 * that both have, and what their classes need, if that is the same to the byte on both sides.
 * Guarded by whoever has it.
 */
final class SharedJars {
    private static final Logger LOG = LoggerFactory.getLogger(SharedJars.class);

    private final Map<String, Optional<JarPackages>> packagesByJar = new HashMap<>();

    /**
     * The jars to share.
     *
     * @param wanted with natives that the layer has, too
     * @param mine all of the environment's, {@code wanted} among them
     * @param theirs all of the layer's
     * @return empty if they cannot be shared
     */
    Optional<Set<JarContents>> of(
            Collection<JarContents> wanted, List<JarContents> mine, List<JarContents> theirs) {
        Set<JarContents> shared = new LinkedHashSet<>();
        Deque<JarContents> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            JarContents jar = open.pop();
            Optional<JarPackages> packages = packages(jar);
            if (packages.isEmpty()
                    || !canBeShared(packages.get())
                    || !fingerprints(theirs).contains(jar.fingerprint())) {
                return Optional.empty();
            }
            if (shared.add(jar)) {
                List<JarContents> needed = with(packages.get().named(), mine);
                List<JarContents> there = with(packages.get().named(), theirs);
                if (!fingerprints(needed).equals(fingerprints(there))) {
                    return Optional.empty();
                }
                open.addAll(needed);
            }
        }
        return Optional.of(shared);
    }

    /** The packages of these jars. */
    Set<String> packages(Collection<JarContents> jars) {
        Set<String> all = new LinkedHashSet<>();
        jars.forEach(jar -> packages(jar).ifPresent(found -> all.addAll(found.own())));
        return all;
    }

    /** Resources are looked for by who has them: only classes can be lent. */
    private static boolean canBeShared(JarPackages packages) {
        return !packages.own().isEmpty() && !packages.offersServices();
    }

    private List<JarContents> with(Set<String> packages, List<JarContents> jars) {
        List<JarContents> found = new ArrayList<>();
        for (JarContents jar : jars) {
            Optional<JarPackages> own = packages(jar);
            // One that cannot be read may have anything.
            if (own.isEmpty() || own.get().own().stream().anyMatch(packages::contains)) {
                found.add(jar);
            }
        }
        return found;
    }

    private static Set<String> fingerprints(List<JarContents> jars) {
        Set<String> all = new LinkedHashSet<>();
        jars.forEach(jar -> all.add(jar.fingerprint()));
        return all;
    }

    private Optional<JarPackages> packages(JarContents jar) {
        return packagesByJar.computeIfAbsent(jar.fingerprint(), unread -> read(jar));
    }

    private static Optional<JarPackages> read(JarContents jar) {
        try {
            return Optional.of(JarPackages.read(jar.path()));
        } catch (IOException e) {
            LOG.warn("The classes of {} cannot be read: {}", jar.path(), e.toString());
            return Optional.empty();
        }
    }
}
