package io.bulkhead.host.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The loaded versions of one name and which of them answers a request that names none. Immutable.
 *
 * <p>Default as in MLServer: the model without a version if there is one; else the largest version,
 * compared as numbers if both are, else as text.
 */
final class ServedModel {
    static final Comparator<String> BY_VERSION = ServedModel::compareVersions;

    private final Map<String, LoadedModel> byVersion;
    private final LoadedModel defaultVersion;

    private ServedModel(NavigableMap<String, LoadedModel> byVersion) {
        this.byVersion = byVersion;
        LoadedModel unversioned = byVersion.get("");
        this.defaultVersion = unversioned != null ? unversioned : byVersion.lastEntry().getValue();
    }

    static Optional<ServedModel> of(Collection<LoadedModel> models) {
        NavigableMap<String, LoadedModel> versions = new TreeMap<>(BY_VERSION);
        models.forEach(model -> versions.put(model.id().version(), model));
        return versions.isEmpty() ? Optional.empty() : Optional.of(new ServedModel(versions));
    }

    Optional<LoadedModel> version(String version) {
        return version.isEmpty()
                ? Optional.of(defaultVersion)
                : Optional.ofNullable(byVersion.get(version));
    }

    LoadedModel defaultVersion() {
        return defaultVersion;
    }

    Collection<LoadedModel> versions() {
        return byVersion.values();
    }

    private static int compareVersions(String left, String right) {
        if (isInteger(left) && isInteger(right)) {
            int byValue = new java.math.BigInteger(left).compareTo(new java.math.BigInteger(right));
            return byValue != 0 ? byValue : left.compareTo(right);
        }
        return left.compareTo(right);
    }

    private static boolean isInteger(String version) {
        return !version.isEmpty()
                && version.length() < 100
                && version.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
