package io.bulkhead.host.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Warns of settings of the server that nobody reads, or that have no effect, in {@code
 * settings.json} and among the variables {@code MLSERVER_*}. They are no fault: MLServer takes
 * them.
 */
final class ServerFieldWarnings {
    private static final String PREFIX = "MLSERVER_";

    /** Of MLServer's command {@code infer} and of its container image. */
    private static final Pattern OF_OTHERS =
            Pattern.compile("MLSERVER_(INFER_\\w+|MODELS_DIR|ENV_TARBALL|PATH|VERSION)");

    /**
     * What Kubernetes sets in every pod if there is a service that is called mlserver-something.
     */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile(
                    "MLSERVER_(\\w+_)?(SERVICE_(HOST|PORT)\\w*|PORT|PORT_\\d+_(TCP|UDP)\\w*)");

    private final Consumer<String> warnings;

    ServerFieldWarnings(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    void ofFile(JsonDocument document) {
        Set<String> known = names();
        document.root().fieldNames().forEachRemaining(name -> check(document, "/", name, known));
        document.root()
                .path("cors_settings")
                .fieldNames()
                .forEachRemaining(
                        name -> check(document, "/cors_settings/", name, CorsFields.NAMES));
    }

    private void check(JsonDocument document, String parent, String name, Set<String> known) {
        String pointer = parent + name.replace("~", "~0").replace("/", "~1");
        if (!known.contains(name)) {
            warnings.accept(
                    document.place(pointer)
                            + ": unknown setting '"
                            + name
                            + "'"
                            + NearestName.hint(name, known));
        } else if (!document.root().at(pointer).isNull()) {
            withoutEffect(name)
                    .forEach(
                            reason ->
                                    warnings.accept(
                                            document.place(pointer)
                                                    + ": '"
                                                    + name
                                                    + "' has no effect: "
                                                    + reason));
        }
    }

    private static List<String> withoutEffect(String name) {
        return IneffectiveSetting.all().stream()
                .filter(setting -> setting.name().equals(name))
                .map(IneffectiveSetting::reason)
                .toList();
    }

    private static Set<String> names() {
        return Stream.concat(
                        SettingKey.all().stream().map(SettingKey::name),
                        IneffectiveSetting.all().stream().map(IneffectiveSetting::name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param source how messages call the place: the environment or {@code .env}
     */
    void ofVariables(Map<String, String> variables, String source) {
        Set<String> known = variableNames();
        for (String name : variables.keySet()) {
            String upper = name.toUpperCase(Locale.ROOT);
            if (upper.startsWith(PREFIX)) {
                variable(name, upper, known, source);
            }
        }
    }

    private void variable(String name, String upper, Collection<String> known, String source) {
        IneffectiveSetting.all().stream()
                .filter(setting -> setting.variable().equals(upper))
                .forEach(s -> warnings.accept(source + name + " has no effect: " + s.reason()));
        boolean ofOthers =
                OF_OTHERS.matcher(upper).matches() || OF_KUBERNETES.matcher(upper).matches();
        if (!known.contains(upper) && !ofOthers) {
            warnings.accept(source + name + ": unknown variable" + NearestName.hint(upper, known));
        }
    }

    private static Set<String> variableNames() {
        Stream<String> ofServer = SettingKey.all().stream().map(SettingKey::variable);
        Stream<String> ofCors =
                CorsFields.NAMES.stream().map(name -> PREFIX + name.toUpperCase(Locale.ROOT));
        Stream<String> withoutEffect =
                IneffectiveSetting.all().stream().map(IneffectiveSetting::variable);
        Stream<String> ofModels =
                Stream.concat(
                                ModelSettingKey.working().stream(),
                                ModelSettingKey.withoutEffect().stream())
                        .map(ModelSettingKey::variable);
        return Stream.of(ofServer, ofCors, withoutEffect, ofModels)
                .flatMap(names -> names)
                .collect(Collectors.toUnmodifiableSet());
    }
}
