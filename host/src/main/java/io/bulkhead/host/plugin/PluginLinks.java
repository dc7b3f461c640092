package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;
import org.pf4j.VersionManager;

/** Joins a plugin with those that it is built on, found among the plugins that it can see. */
final class PluginLinks {
    private final List<PluginFile> visible;
    private final VersionManager versions = new DefaultVersionManager();

    /**
     * @param visible the nearest first
     */
    PluginLinks(List<PluginFile> visible) {
        this.visible = List.copyOf(visible);
    }

    /**
     * A plugin and all that it needs.
     *
     * @param environment of them together
     * @param others the leases of those that it needs
     */
    record Linked(Environment environment, List<EnvironmentLease> others) {}

    /**
     * Joins one with what it needs, and what that needs.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if one is missing, or needs itself
     */
    Linked link(Environment plugin) {
        List<EnvironmentLease> others = new ArrayList<>();
        Environment environment = link(plugin, List.of(plugin.id()), others);
        return new Linked(environment, others);
    }

    private Environment link(Environment plugin, List<String> path, List<EnvironmentLease> others) {
        Environment linked = plugin;
        for (String text : plugin.requires()) {
            PluginDependency dependency = new PluginDependency(text);
            Optional<EnvironmentLease> found = find(dependency);
            if (found.isEmpty() && !dependency.isOptional()) {
                throw missing(plugin, dependency);
            }
            if (found.isPresent()) {
                Environment other = found.get().environment();
                others.add(found.get());
                linked = linked.on(link(other, extended(path, other.id()), others));
            }
        }
        return linked;
    }

    private static List<String> extended(List<String> path, String id) {
        List<String> longer = new ArrayList<>(path);
        longer.add(id);
        if (path.contains(id)) {
            throw ServingException.loadFailed(
                    "plugin '" + path.get(0) + "' needs itself: " + String.join(" needs ", longer),
                    null);
        }
        return longer;
    }

    private Optional<EnvironmentLease> find(PluginDependency dependency) {
        return visible.stream()
                .filter(file -> file.environment().filter(e -> fits(e, dependency)).isPresent())
                .findFirst()
                .flatMap(PluginFile::lease);
    }

    private boolean fits(Environment candidate, PluginDependency dependency) {
        return candidate.id().equals(dependency.getPluginId())
                && (dependency.getPluginVersionSupport().equals("*")
                        || versions.checkVersionConstraint(
                                candidate.version(), dependency.getPluginVersionSupport()));
    }

    private ServingException missing(Environment plugin, PluginDependency dependency) {
        String wanted = dependency.getPluginVersionSupport();
        String found =
                visible.stream()
                        .flatMap(file -> file.environment().stream())
                        .filter(other -> other.id().equals(dependency.getPluginId()))
                        .map(other -> ", found version " + other.version())
                        .findFirst()
                        .orElse(", which is not there");
        return ServingException.loadFailed(
                "plugin '"
                        + plugin.label()
                        + "' needs plugin '"
                        + dependency.getPluginId()
                        + "'"
                        + (wanted.equals("*") ? "" : " in version " + wanted)
                        + found,
                null);
    }
}
