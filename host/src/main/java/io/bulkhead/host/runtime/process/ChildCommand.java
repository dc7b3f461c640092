package io.bulkhead.host.runtime.process;

import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.telemetry.logging.ChildLogProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is executed to start a child, and no shell ever sees. The arguments are in a file of the
 * child's folder: ONNX Runtime 1.29 overflows its stack over a command line of some kilobytes,
 * which the class path alone would make, and what is in a file is not in {@code ps} either.
 */
final class ChildCommand {
    private static final String MAIN = "io.bulkhead.host.runtime.process.child.ChildMain";

    /** What a child inherits of the environment; anything else could be a secret of the host's. */
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH");

    /** What leads to a hub of models, and where its files are; no token, which is a secret. */
    private static final Set<String> HUB =
            Set.of(
                    "HF_ENDPOINT",
                    "HF_HOME",
                    "HF_HUB_CACHE",
                    "HF_HUB_DOWNLOAD_TIMEOUT",
                    "HF_HUB_OFFLINE",
                    "HF_TOKEN_PATH",
                    "HUGGINGFACE_HUB_CACHE",
                    "TRANSFORMERS_CACHE",
                    "TRANSFORMERS_OFFLINE",
                    "XDG_CACHE_HOME",
                    "ALL_PROXY",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY");

    private static final String MODEL_VARIABLES = "MLSERVER_MODEL_";

    private static final String UNIT_SETTINGS = "PREDICTIVE_UNIT_PARAMETERS";

    private final ChildSettings settings;

    ChildCommand(ChildSettings settings) {
        this.settings = settings;
    }

    /**
     * @param options the model's own, which win over ours
     */
    ProcessBuilder build(ChildFolder folder, ChildOptions options, ChildArchive archive)
            throws IOException {
        Files.write(
                folder.arguments(),
                arguments(folder, options.jvmOptions(), archive).stream()
                        .map(ChildCommand::quoted)
                        .toList());
        Path java = settings.javaHome().resolve(Path.of("bin", "java"));
        ProcessBuilder builder = new ProcessBuilder(java.toString(), "@" + folder.arguments());
        builder.environment().keySet().removeIf(name -> !isInherited(name));
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        builder.environment().putAll(options.variables());
        builder.directory(folder.path().toFile());
        return builder;
    }

    static boolean isInherited(String name) {
        return INHERITED.contains(name)
                || HUB.contains(name.toUpperCase(Locale.ROOT))
                || name.equals(UNIT_SETTINGS)
                || name.toUpperCase(Locale.ROOT).startsWith(MODEL_VARIABLES);
    }

    private static String quoted(String argument) {
        String escaped = argument.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return '"' + escaped + '"';
    }

    private List<String> arguments(
            ChildFolder folder, List<String> jvmOptions, ChildArchive archive) {
        List<String> arguments = new ArrayList<>();
        // One that has run out of heap is of no use and cannot be trusted: it ends, and is
        // replaced.
        arguments.add("-XX:+ExitOnOutOfMemoryError");
        // Soft references would keep class loaders of models alive.
        arguments.add("-XX:SoftRefLRUPolicyMSPerMB=0");
        if (jvmOptions.stream().noneMatch(ChildCommand::choosesCollector)) {
            arguments.add("-XX:+UseSerialGC");
        }
        // Counters for jps and jstat cost a start 30 ms, and leave a file when the child is killed.
        arguments.add("-XX:-UsePerfData");
        arguments.addAll(archive.options());
        // An archive that does not fit costs time, no more, so nobody needs to hear of it.
        arguments.add("-Xlog:cds*=off");
        arguments.addAll(permissions(JavaRelease.feature(settings.javaHome())));
        // Whether somebody records Netty's buffers is asked by loading the whole flight recorder.
        arguments.add("-Dio.grpc.netty.shaded.io.netty.jfr.enabled=false");
        arguments.add("-Djava.io.tmpdir=" + folder.temporary());
        // A child speaks over one socket of the JDK's; unpacking Netty's own library takes longer.
        arguments.add("-Dio.grpc.netty.shaded.io.netty.transport.noNative=true");
        if (jvmOptions.stream().noneMatch(o -> o.startsWith(ChildLogProvider.FILE_OPTION))) {
            arguments.addAll(ChildLogProvider.OPTIONS);
        }
        arguments.addAll(jvmOptions);
        arguments.add("-cp");
        arguments.add(
                ChildClassPath.of(settings.classPath(), !settings.telemetry().tracing().isEmpty()));
        arguments.add(MAIN);
        arguments.add(folder.spec().toString());
        return arguments;
    }

    /** As the server's own launcher gives them, where a newer Java warns without. */
    private static List<String> permissions(int feature) {
        List<String> options = new ArrayList<>();
        if (feature >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= 24) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    static boolean choosesCollector(String option) {
        return option.startsWith("-XX:+Use") && option.endsWith("GC");
    }
}
