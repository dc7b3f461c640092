package io.bulkhead.host.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The use of an environment: until it is closed, the environment's files stay where they are.
 * Closing it twice does nothing more.
 */
public final class EnvironmentLease implements AutoCloseable {
    private final Environment environment;
    private final List<ContentFolders.Use> uses;

    private EnvironmentLease(Environment environment, List<ContentFolders.Use> uses) {
        this.environment = environment;
        this.uses = List.copyOf(uses);
    }

    static EnvironmentLease of(Environment environment, ContentFolders.Use use) {
        return new EnvironmentLease(environment, List.of(use));
    }

    /** Of an environment whose files nobody removes. */
    public static EnvironmentLease permanent(Environment environment) {
        return new EnvironmentLease(environment, List.of());
    }

    /** What is used. */
    public Environment environment() {
        return environment;
    }

    /** One more use of the same; empty if this one is closed and the files may be gone. */
    public Optional<EnvironmentLease> share() {
        return with(List.of(), environment);
    }

    /**
     * One more use of this and of others at once.
     *
     * @param composed what they make together
     * @return empty if one of them is closed and its files may be gone
     */
    public Optional<EnvironmentLease> with(List<EnvironmentLease> others, Environment composed) {
        List<ContentFolders.Use> wanted = new ArrayList<>(uses);
        others.forEach(other -> wanted.addAll(other.uses));
        List<ContentFolders.Use> shared = new ArrayList<>();
        for (ContentFolders.Use use : wanted) {
            use.share().ifPresent(shared::add);
        }
        EnvironmentLease lease = new EnvironmentLease(composed, shared);
        if (shared.size() < wanted.size()) {
            lease.close();
            return Optional.empty();
        }
        return Optional.of(lease);
    }

    @Override
    public void close() {
        uses.forEach(ContentFolders.Use::close);
    }
}
